"""Scheduled work of retention."""

from celery import shared_task

from cases.retention import actions


@shared_task(name="cases.retention.run")
def forget_closed_daily() -> dict[str, int]:
    """Plans what goes next week and erases what is due today."""
    return actions.run().counts


@shared_task(name="cases.retention.forget_briefs")
def forget_briefs_hourly() -> int:
    """The words of tasks that ended three days ago."""
    return actions.forget_briefs()


@shared_task(name="cases.retention.look_after")
def look_after_daily() -> bool:
    """Tells the administrators when the nightly work did not end well."""
    return actions.look_after()
