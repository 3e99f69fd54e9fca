"""Scheduled work of what is read."""

from __future__ import annotations

from celery import shared_task

from knowledge.reading import actions


@shared_task(name="knowledge.reading.move_counts")
def move_counts() -> int:
    """What was counted in Redis, into the database."""
    return actions.move_counts()


@shared_task(name="knowledge.reading.forget_old")
def forget_old() -> int:
    """Sums of weeks that nobody is shown any more."""
    return actions.forget_old()
