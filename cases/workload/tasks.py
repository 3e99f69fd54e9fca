"""Scheduled work of the workload."""

from celery import shared_task

from cases.workload.actions import days, resting


@shared_task(name="cases.workload.count_days")
def count_days() -> int:
    """Counts today and yesterday; everything when nothing was counted yet."""
    return days.count_days()


@shared_task(name="cases.workload.look_at_rest")
def look_at_staff() -> int:
    """Raises and ends signals of staff who work without rest."""
    return resting.look_at_staff()
