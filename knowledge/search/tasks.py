"""Forgetting what found nothing."""

from __future__ import annotations

from celery import shared_task

from knowledge.search import actions


@shared_task(name="knowledge.search.forget_old")
def forget_old() -> int:
    """Searches that found nothing, older than their time."""
    return actions.forget_old()
