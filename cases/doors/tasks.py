"""What the worker does for the doors: forgetting links that nobody used."""

from __future__ import annotations

from celery import shared_task

from cases.doors.actions.hand_overs import forget_old_links


@shared_task(name="cases.doors.forget_old_links")
def forget_old_links_daily() -> int:
    return forget_old_links()
