"""Writes day counts as the hourly duty would, without the requests behind them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils import timezone

from cases.workload.models import DayCount
from helpdesk.accounts.models import Office
from helpdesk.audit.guard import writing
from knowledge.articles.models import Topic

USUAL_WEEK = (3, 2, 2, 2, 1, 0, 0)


def count_days(
    office: Office,
    arrivals: Mapping[Topic, Mapping[date, int]],
    *,
    closings: int = 1,
    still: int = 40,
) -> None:
    """Each day of each topic, with as many closed and open on each day as is said."""
    rows = [
        DayCount(
            day=day,
            office=office,
            country=office.country,
            topic=topic,
            arrivals=number,
            closings=closings,
            open=still,
            counted_at=timezone.now(),
        )
        for topic, by_day in arrivals.items()
        for day, number in by_day.items()
    ]
    with writing():
        DayCount.objects.bulk_create(rows)


def usual_days(until: date, weeks: int = 20) -> dict[date, int]:
    """The same week again and again: ten requests, most of them on Monday."""
    days = (until - timedelta(days=back) for back in range(weeks * 7))
    return {day: USUAL_WEEK[day.weekday()] for day in days}
