"""When a request counts as overdue, and how weeks are cut. Pure."""

from __future__ import annotations

from datetime import date, timedelta

WEEKS = 12
# Days after which "our turn" is too long, by urgency; a hundred requests a week with ten people (needs.md 5).
ANSWER_WITHIN_DAYS: dict[str, int] = {"emergency": 0, "high": 1, "normal": 3, "low": 7}


def monday_of(day: date) -> date:
    """The Monday of the week in which `day` lies."""
    return day - timedelta(days=day.weekday())


def last_weeks(today: date, count: int = WEEKS) -> list[date]:
    """The Mondays of the last `count` weeks, this one last."""
    this = monday_of(today)
    return [this - timedelta(weeks=back) for back in range(count - 1, -1, -1)]
