"""Forgetting what readers said."""

from __future__ import annotations

from celery import shared_task

from knowledge.feedback import actions


@shared_task(name="knowledge.feedback.forget_old")
def forget_old() -> int:
    """Remarks older than their time, with the keys they were sealed under."""
    return actions.forget_old()
