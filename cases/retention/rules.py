"""What goes when (safety.md 9), as one table. Plain Python; pages, the nightly work and the docs read it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.closing.rules import Rule


class HoldReason(StrEnum):
    COURT = "court"
    COMPLAINT = "complaint"
    SHE_ASKED = "she_asked"
    INCIDENT = "incident"


@dataclass(frozen=True)
class Term:
    """One line of the table: what, after how long, counted from when; how it goes and where that is done."""

    what: str
    after: timedelta
    since: str
    how: str


UNDO_DAYS = 7  # between plan and erasure: the dry run that everybody can see
KEPT_DAYS: dict[Rule, int] = {Rule.CLOSED: 90, Rule.SPAM: 14}
SILENT_DAYS = 60
BRIEF_HOURS = 72
OUTBOX_DAYS = 30
LOG_MONTHS = 24
MOST_HOLD_DAYS = 366

TERMS: dict[str, Term] = {
    "request": Term("closed request", timedelta(days=KEPT_DAYS[Rule.CLOSED]), "closing", "planned"),
    "spam": Term("spam", timedelta(days=KEPT_DAYS[Rule.SPAM]), "closing", "planned"),
    "case": Term("words of a closed legal case", timedelta(days=KEPT_DAYS[Rule.CLOSED]), "closing", "daily"),
    "silent": Term("silent client", timedelta(days=SILENT_DAYS), "missed date", "closed, then planned"),
    "brief": Term("brief and report of a task", timedelta(hours=BRIEF_HOURS), "its end", "hourly"),
    "outbox": Term("list of sent messages", timedelta(days=OUTBOX_DAYS), "sending", "daily"),
    "log": Term("access log", timedelta(days=730), "the entry", "monthly, by the owner of the database"),
}


def due_day(closed_on: date, rule: Rule, today: date) -> date:
    """The day on which a request goes: never earlier than a week after it was planned."""
    return max(closed_on + timedelta(days=KEPT_DAYS[rule]), today + timedelta(days=UNDO_DAYS))


def plan_from(today: date, rule: Rule) -> date:
    """Requests closed up to this day go within the coming week."""
    return today - timedelta(days=KEPT_DAYS[rule] - UNDO_DAYS)


def first_kept_day(today: date) -> date:
    """The log keeps 24 whole months: everything before this first of a month may go."""
    months = today.year * 12 + today.month - 1 - LOG_MONTHS
    return date(months // 12, months % 12 + 1, 1)
