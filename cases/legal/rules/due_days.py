"""By which day somebody must act: a table of stated rules over the calendar of the country. Pure.

Only what the editors' fact notes state is here, each with its source. A document without a stated rule has
none: the answer is "unknown", and a lawyer reads the day in the letter itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

import holidays

WARN_DAYS = (14, 7, 3, 1)
PASSED = 0  # the stage after the day itself
# A day that nobody knows yet is asked about so many days after it was noted, in the same stages.
ASKED_AFTER = ((14, PASSED), (10, 1), (7, 3), (3, 7), (1, 14))


class Unit(StrEnum):
    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class WhenFree(StrEnum):
    """What happens when the counted day is a weekend or a public holiday."""

    NEXT = "next"  # a term of an office or a court: it ends with the next working day
    BEFORE = "before"  # nothing stated: the last working day before is the safe one
    SAME = "same"  # not bound to an open door


@dataclass(frozen=True)
class Rule:
    """So much time from the document's date; `source` is the entry of the fact notes."""

    code: str
    country: str
    amount: int
    unit: Unit
    when_free: WhenFree
    source: str
    confidence: str


RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule("pl_refusal", "PL", 14, Unit.DAYS, WhenFree.NEXT, "PL-21", "A"),
        Rule("pl_not_opened", "PL", 7, Unit.DAYS, WhenFree.NEXT, "PL-21", "A"),
        Rule("pl_missed_term", "PL", 7, Unit.DAYS, WhenFree.NEXT, "PL-21", "A"),
        Rule("pl_final_refusal", "PL", 30, Unit.DAYS, WhenFree.SAME, "PL-21", "A"),
        Rule("pl_asylum_filed", "PL", 2, Unit.DAYS, WhenFree.SAME, "PL-09", "B"),
        Rule("pl_protection_given", "PL", 60, Unit.DAYS, WhenFree.BEFORE, "PL-10", "B"),
        Rule("pl_birth_card", "PL", 21, Unit.DAYS, WhenFree.BEFORE, "PL-18", "B"),
        Rule("pl_trusted_profile", "PL", 14, Unit.DAYS, WhenFree.BEFORE, "PL-02", "B"),
        Rule("lt_refusal", "LT", 14, Unit.DAYS, WhenFree.NEXT, "LT-12", "B"),
        Rule("lt_migris_form", "LT", 4, Unit.MONTHS, WhenFree.BEFORE, "LT-01", "A"),
        Rule("lt_job_ended", "LT", 10, Unit.WORKING_DAYS, WhenFree.BEFORE, "LT-07", "B"),
        Rule("lt_new_job_short", "LT", 3, Unit.MONTHS, WhenFree.BEFORE, "LT-07", "B"),
        Rule("lt_new_job_long", "LT", 6, Unit.MONTHS, WhenFree.BEFORE, "LT-07", "B"),
    )
}


@dataclass(frozen=True)
class DueDay:
    """`counted` is the plain end of the term, `due` the day to act by on the country's calendar."""

    rule: Rule
    counted: date
    due: date

    @property
    def moved(self) -> bool:
        return self.counted != self.due


def due_day(kind: str, document_on: date) -> DueDay | None:
    """The day of a stated rule, or None: unknown. The day of the document itself is not counted."""
    rule = RULES.get(kind)
    if rule is None:
        return None
    counted = _count(rule, document_on)
    return DueDay(rule, counted, _settle(rule, counted))


def is_free(country: str, day: date) -> bool:
    """Saturday, Sunday or a public holiday of the country."""
    return day.weekday() >= 5 or day in _calendar(country)


@cache
def _calendar(country: str) -> holidays.HolidayBase:
    """The library fills a year when it is first asked about; Poland and Lithuania only."""
    return holidays.country_holidays(country)


def _count(rule: Rule, start: date) -> date:
    counters: dict[Unit, Callable[[], date]] = {
        Unit.DAYS: lambda: start + timedelta(days=rule.amount),
        Unit.WORKING_DAYS: lambda: _working_days(rule.country, start, rule.amount),
        Unit.MONTHS: lambda: _months(start, rule.amount),
    }
    return counters[rule.unit]()


def _working_days(country: str, start: date, amount: int) -> date:
    day = start
    while amount:
        day += timedelta(days=1)
        amount -= not is_free(country, day)
    return day


def _months(start: date, amount: int) -> date:
    """The same day so many months on; the last one of a month that is too short."""
    months = start.year * 12 + start.month - 1 + amount
    first = date(months // 12, months % 12 + 1, 1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=start.day - 1), after - timedelta(days=1))


def _settle(rule: Rule, counted: date) -> date:
    if rule.when_free is WhenFree.SAME:
        return counted
    step = timedelta(days=1 if rule.when_free is WhenFree.NEXT else -1)
    while is_free(rule.country, counted):
        counted += step
    return counted


def stage(due_on: date, today: date) -> int | None:
    """Which reminder the day asks for: 14, 7, 3 or 1 days before, PASSED after it, None while it is far."""
    left = (due_on - today).days
    if left < 0:
        return PASSED
    return min((days for days in WARN_DAYS if left <= days), default=None)


def asked_stage(noted_on: date, today: date) -> int | None:
    """The stage of a day that nobody knows yet, by how long it has waited; None on the day it was noted."""
    waited = (today - noted_on).days
    return next((found for days, found in ASKED_AFTER if waited >= days), None)
