"""Scheduled work of alarms."""

from celery import shared_task

from cases.alarms import actions


@shared_task(name="cases.alarms.look")
def look_at_offices() -> int:
    """Opens and closes alarms after the counts of this hour."""
    return actions.look_everywhere()
