"""The daily counts: today and yesterday again and again, all of them once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils import timezone

from cases.workload.models import DayCount
from cases.workload.queries import live
from cases.workload.queries.days import last_counted
from cases.workload.rules.days import (
    Figures,
    Place,
    days_between,
    keeping_erased,
    stock_by_day,
)
from helpdesk.audit.guard import action

_LOCK = 7_301_001  # one counter at a time; two would not harm each other, but would wait row by row
Kept = dict[Place, Figures]


@action
def count_days(*, today: date | None = None) -> int:
    """Counts from the day before the last counted one on; everything when nothing was counted yet.

    Counting again gives the same rows. Gives the number of rows written.
    """
    today = today or timezone.localdate()
    _one_at_a_time()
    last = last_counted()
    since = live.first_day() if last is None else min(last, today) - timedelta(days=1)
    return _write(since, today) if since and since <= today else 0


@action
def rebuild_days(*, today: date | None = None) -> int:
    """Counts everything that is still here anew. What was erased keeps the count it had."""
    today = today or timezone.localdate()
    _one_at_a_time()
    since = live.first_day()
    return _write(since, today) if since else 0


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _write(since: date, today: date) -> int:
    now = timezone.now()
    days = days_between(since, today)
    came, went, back = live.came(since), live.went(since), live.went_and_came_back(since)
    stock = stock_by_day(live.stock(), came, went, days)
    before, counted = _before(since)
    rows: list[DayCount] = []
    for day in days:
        old = before.get(day, {})
        arrivals = keeping_erased(_part(old, 0), came.get(day, {}))
        closings = keeping_erased(_part(old, 1), _sum(went.get(day, {}), back.get(day, {})))
        was_over = day in counted and counted[day] >= live.midnight(day + timedelta(days=1))
        still = keeping_erased(_part(old, 2), stock[day]) if was_over else stock[day]
        for place in {*arrivals, *closings, *still, *old}:
            figures = (arrivals.get(place, 0), closings.get(place, 0), still.get(place, 0))
            rows.append(_row(day, place, figures, now))
    DayCount.objects.bulk_create(
        rows,
        batch_size=2000,
        update_conflicts=True,
        update_fields=["arrivals", "closings", "open", "counted_at"],
        unique_fields=["office", "day", "country", "topic"],
    )
    return len(rows)


def _row(day: date, place: Place, figures: tuple[int, int, int], now: datetime) -> DayCount:
    arrivals, closings, still = figures
    return DayCount(
        day=day,
        office_id=place.office,
        country=place.country,
        topic_id=place.topic or None,
        arrivals=arrivals,
        closings=closings,
        open=still,
        counted_at=now,
    )


def _before(since: date) -> tuple[Mapping[date, Kept], Mapping[date, datetime]]:
    """What was counted before, and when each day was counted last."""
    found: dict[date, Kept] = defaultdict(dict)
    counted: dict[date, datetime] = {}
    for row in DayCount.objects.filter(day__gte=since).iterator(chunk_size=5000):
        place = Place(row.office_id, row.country, row.topic_id or 0)
        found[row.day][place] = Figures(row.arrivals, row.closings, row.open)
        counted[row.day] = max(row.counted_at, counted.get(row.day, row.counted_at))
    return found, counted


def _part(old: Kept, which: int) -> dict[Place, int]:
    return {place: figures[which] for place, figures in old.items()}


def _sum(one: Mapping[Place, int], other: Mapping[Place, int]) -> dict[Place, int]:
    return {place: one.get(place, 0) + other.get(place, 0) for place in {*one, *other}}
