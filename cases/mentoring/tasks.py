"""Scheduled work of mentoring."""

from celery import shared_task

from cases.mentoring import actions


@shared_task(name="cases.mentoring.follow_months")
def follow_months() -> int:
    """Reminds silent mentors, lets deputies step in, and escalates months past their end."""
    return actions.follow_months()
