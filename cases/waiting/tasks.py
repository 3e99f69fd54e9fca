"""Scheduled work of waiting."""

from uuid import UUID

from celery import shared_task

from cases.waiting import actions
from cases.waiting.models import TopicPause


@shared_task(name="cases.waiting.release")
def release_waiting(pause_id: str) -> int:
    """Lets in those who waited for one pause."""
    pause = TopicPause.objects.select_related("topic").filter(pk=UUID(pause_id)).first()
    return actions.release(pause=pause) if pause else 0


@shared_task(name="cases.waiting.sweep")
def sweep_pauses() -> int:
    """Opens topics whose day has gone, and finishes what a lost release left; each finds its own work."""
    actions.end_overdue()
    left = TopicPause.objects.filter(ended_at__isnull=False, released_at=None).select_related("topic")
    return sum(actions.release(pause=pause) for pause in left)


@shared_task(name="cases.waiting.reckon")
def reckon_waiting() -> int:
    """Reckons the waiting times."""
    return actions.reckon_waiting_times()
