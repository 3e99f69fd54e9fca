"""Scheduled work of the workload."""

from celery import shared_task

from cases.workload.actions import days, keeping, resting


@shared_task(name="cases.workload.count_days")
def count_days() -> int:
    """Counts today and yesterday, everything when nothing was counted yet; then what pages only read."""
    counted = days.count_days()
    keeping.keep_figures()
    return counted


@shared_task(name="cases.workload.keep_figures")
def keep_figures() -> int:
    """Reckons what pages only read; every worker that starts asks for it."""
    return keeping.keep_figures()


@shared_task(name="cases.workload.look_at_rest")
def look_at_staff() -> int:
    """Raises and ends signals of staff who work without rest."""
    return resting.look_at_staff()
