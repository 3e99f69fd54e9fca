"""Scheduled work of joining: years that end, names that go, applications whose term is over."""

from celery import shared_task

from cases.joining.actions import erase_old_applications, follow_years, forget_left


@shared_task(name="cases.joining.follow_years")
def follow_years_daily() -> int:
    """Reminds of the yearly renewal and ends vettings that were not renewed."""
    return follow_years()


@shared_task(name="cases.joining.forget")
def forget_daily() -> int:
    """Pseudonyms for those who left, and the end of declined and forgotten applications."""
    return forget_left() + erase_old_applications()
