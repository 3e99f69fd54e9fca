"""Scheduled work of the workload."""

from celery import shared_task

from cases.workload.actions import days


@shared_task(name="cases.workload.count_days")
def count_days() -> int:
    """Counts today and yesterday; everything when nothing was counted yet."""
    return days.count_days()
