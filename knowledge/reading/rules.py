"""How finely and how long counts of reads are kept: weeks for editors, months for reports. Plain Python."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

WEEKS_SHOWN = 4
WEEKS_KEPT = 5


class Span(StrEnum):
    WEEK = "week"
    MONTH = "month"


def begin_of(span: Span, day: dt.date) -> dt.date:
    """The Monday of its week, or the first of its month: a count of one day can be one person."""
    return day.replace(day=1) if span is Span.MONTH else day - dt.timedelta(days=day.weekday())


def first_week_shown(today: dt.date) -> dt.date:
    """The Monday of the first of the last four weeks, this one included."""
    return begin_of(Span.WEEK, today) - dt.timedelta(weeks=WEEKS_SHOWN - 1)


def first_week_kept(today: dt.date) -> dt.date:
    return begin_of(Span.WEEK, today) - dt.timedelta(weeks=WEEKS_KEPT - 1)
