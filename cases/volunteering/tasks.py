"""Scheduled work of the volunteers' room."""

from celery import shared_task

from cases.volunteering.actions import expire_claims, expire_tasks


@shared_task(name="cases.volunteering.expire_claims")
def expire_claims_daily() -> int:
    """Ends claims past their last day, then takes tasks that nobody took in time from the board."""
    return expire_claims() + expire_tasks()
