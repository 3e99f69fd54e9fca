"""What the worker does for duty: ring for one alarm, and every minute for all that are due."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from cases.duty.actions import ring
from cases.duty.models import Alarm

MOST_AT_ONCE = 200


@shared_task(name="cases.duty.ring", acks_late=True, ignore_result=True)
def ring_one(alarm_id: str) -> None:
    """Tells whoever is next, if it is due and nobody else does."""
    ring(alarm_id=UUID(alarm_id))


@shared_task(name="cases.duty.ring_due", ignore_result=True)
def ring_due() -> int:
    """How many people were told now. A run more or less changes nothing: what is due stands in the table."""
    due = Alarm.objects.filter(acknowledged_at=None, next_at__lte=timezone.now()).order_by("next_at", "id")
    return sum(len(ring(alarm_id=pk)) for pk in list(due.values_list("pk", flat=True)[:MOST_AT_ONCE]))
