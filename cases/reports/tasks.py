"""Scheduled work of reports."""

from celery import shared_task

from cases.reports.actions import snapshot


@shared_task(name="cases.reports.take_snapshot")
def take_snapshot() -> bool:
    """The first run of a day takes its snapshot; all later ones do nothing."""
    return snapshot.take_snapshot() is not None
