"""Scheduled work of moving: absences that begin and end, and what lies with somebody who has left."""

from uuid import UUID

from celery import shared_task

from cases.moving.actions import follow_absences, hand_on, sweep


@shared_task(name="cases.moving.hand_on")
def hand_on_now(user_id: str) -> bool:
    """Just after somebody was stopped or lost a role."""
    return hand_on(user_id=UUID(user_id)) is not None


@shared_task(name="cases.moving.absences")
def follow_absences_hourly() -> int:
    """On the first day what cannot wait is handed over; after the last one all access ends."""
    return follow_absences()


@shared_task(name="cases.moving.sweep")
def sweep_strays() -> int:
    """Every night; finds its own work."""
    return sweep()
