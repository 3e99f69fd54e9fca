"""What the worker does for the doors: forgetting links and receipts that nobody used."""

from __future__ import annotations

from celery import shared_task

from cases.doors.actions.hand_overs import forget_old_links
from cases.doors.actions.receipts import lapse_receipts


@shared_task(name="cases.doors.forget_old_links")
def forget_old_links_daily() -> int:
    return forget_old_links()


@shared_task(name="cases.doors.lapse_receipts")
def lapse_receipts_hourly() -> int:
    return lapse_receipts()
