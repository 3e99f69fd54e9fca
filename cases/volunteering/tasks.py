"""Scheduled work of the volunteers' room."""

from celery import shared_task

from cases.volunteering.actions import expire_claims


@shared_task(name="cases.volunteering.expire_claims")
def expire_claims_daily() -> int:
    """Ends claims past their last day."""
    return expire_claims()
