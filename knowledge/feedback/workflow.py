"""What a remark is about, and since when counts are shown. Plain Python."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

LONGEST_WORDS = 300
MONTHS_SHOWN = 3
DAYS_KEPT = 90


class RemarkKind(StrEnum):
    UNHELPFUL = "unhelpful"
    OUTDATED = "outdated"


class RemarkReason(StrEnum):
    """What is not true any more; UNSAID for whoever does not say."""

    UNSAID = ""
    FEE = "fee"
    DATE = "date"
    CONTACT = "contact"
    RULE = "rule"
    OTHER = "other"


def month_of(day: dt.date) -> dt.date:
    """Months, not days: a count of one day can be one person."""
    return day.replace(day=1)


def first_month_shown(today: dt.date) -> dt.date:
    """The first of the months whose counts are shown, this one included."""
    months = today.year * 12 + today.month - MONTHS_SHOWN
    return dt.date(months // 12, months % 12 + 1, 1)
