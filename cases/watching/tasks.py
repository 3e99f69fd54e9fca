"""Scheduled work of watching."""

from celery import shared_task

from cases.watching import actions


@shared_task(name="cases.watching.watch")
def watch_readers() -> int:
    """Every half minute: an alarm is out within a minute of what it is about."""
    return actions.watch()


@shared_task(name="cases.watching.check_log")
def check_log_nightly() -> int:
    """Breaks in the chain of the access log."""
    return actions.check_log().breaks


@shared_task(name="cases.watching.digest")
def send_digest_weekly() -> bool:
    """Asked every hour, so that a beat that slept on Monday loses nothing."""
    return actions.send_digest()
