"""Scheduled work of referrals."""

from celery import shared_task

from cases.referrals.actions import sound_alarms


@shared_task(name="cases.referrals.alarms")
def referral_alarms() -> int:
    """Partners that are silent past the day agreed; finds its own work."""
    return sound_alarms()
