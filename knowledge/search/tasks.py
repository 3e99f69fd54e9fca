"""Forgetting what found nothing, and bringing the index into step with the glossary."""

from __future__ import annotations

from celery import shared_task

from knowledge.glossary.queries import book_now
from knowledge.search import actions


@shared_task(name="knowledge.search.forget_old")
def forget_old() -> int:
    """Searches that found nothing, older than their time."""
    return actions.forget_old()


@shared_task(name="knowledge.search.follow_words")
def follow_words() -> int:
    """Articles whose concepts differ by the newest glossary."""
    return actions.index_by(book=book_now())
