"""Forgetting which words were heard."""

from __future__ import annotations

from celery import shared_task

from knowledge.glossary import actions


@shared_task(name="knowledge.glossary.forget_unheard")
def forget_unheard() -> int:
    """Words that no search has held for a year."""
    return actions.forget_unheard()
