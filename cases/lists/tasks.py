"""Scheduled work of lists."""

from celery import shared_task

from cases.lists import actions


@shared_task(name="cases.lists.forget_old")
def forget_old_lists_daily() -> int:
    """Lists that somebody asked for three months ago, with the reasons."""
    return actions.forget_old()
