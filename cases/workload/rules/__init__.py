"""How weeks are cut. Pure."""

from __future__ import annotations

from datetime import date, timedelta

WEEKS = 12


def monday_of(day: date) -> date:
    """The Monday of the week in which `day` lies."""
    return day - timedelta(days=day.weekday())


def last_weeks(today: date, count: int = WEEKS) -> list[date]:
    """The Mondays of the last `count` weeks, this one last."""
    this = monday_of(today)
    return [this - timedelta(weeks=back) for back in range(count - 1, -1, -1)]
