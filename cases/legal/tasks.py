"""Scheduled work of the legal room."""

from celery import shared_task

from cases.legal.actions import remind_of_deadlines


@shared_task(name="cases.legal.remind_of_deadlines")
def deadline_guard() -> int:
    """Reminders of days that are near or past; finds its own work."""
    return remind_of_deadlines()
