"""When an office is open, how long an alarm waits for the next person, and weeks. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

import holidays

ESCALATE_AFTER = timedelta(minutes=15)
REPEAT_AFTER = timedelta(hours=1)  # everybody was told and nobody has looked: they are told again
NEXT_SHIFT_WITHIN = timedelta(hours=12)
HAND_OVER_WITHIN = timedelta(hours=12)  # so long after its end a shift is handed over
LONGEST_SHIFT = timedelta(hours=24)
DAYS_AHEAD = 21  # as far as the next opening is looked for
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-(([01]\d|2[0-3]):([0-5]\d)|24:00)")


@dataclass(frozen=True)
class Hours:
    """From when to when on one day; an end of None is midnight."""

    opens: time
    closes: time | None

    def hold(self, clock: time) -> bool:
        return self.opens <= clock and (self.closes is None or clock < self.closes)


def parse_hours(text: str) -> Hours | None:
    """`09:00-17:00`, `00:00-24:00`; None when the office is closed or the text means nothing."""
    found = _HOURS.fullmatch(text)
    if found is None:
        return None
    opens = time(int(found[1]), int(found[2]))
    closes = None if found[3] == "24:00" else time(int(found[4]), int(found[5]))
    return Hours(opens, closes) if closes is None or opens < closes else None


def hours_text(opens: time | None, closes: time | None) -> str:
    """How one day is kept; empty for a closed one. Midnight as an end is `24:00`."""
    if opens is None or closes is None:
        return ""
    end = "24:00" if closes == time(0) else f"{closes:%H:%M}"
    return f"{opens:%H:%M}-{end}"


@lru_cache(maxsize=64)
def _free_days(country: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, years=year)) if country else frozenset()


def hours_on(days: Sequence[str], country: str, day: date) -> Hours | None:
    """The hours of this day; none on a public holiday of the country."""
    if len(days) <= day.weekday() or day in _free_days(country, day.year):
        return None
    return parse_hours(days[day.weekday()])


def is_open(days: Sequence[str], country: str, moment: datetime) -> bool:
    """Whether the office answers at this moment (local time)."""
    hours = hours_on(days, country, moment.date())
    return hours is not None and hours.hold(moment.time())


def next_opening(days: Sequence[str], country: str, moment: datetime) -> datetime | None:
    """When it opens next after this moment (local time); None when that is not in sight."""
    for ahead in range(DAYS_AHEAD):
        day = moment.date() + timedelta(days=ahead)
        hours = hours_on(days, country, day)
        if hours is not None:
            opening = datetime.combine(day, hours.opens, tzinfo=moment.tzinfo)
            if opening > moment:
                return opening
    return None


def week_groups(days: Sequence[str]) -> list[tuple[int, int, Hours]]:
    """Neighbouring days with the same hours together: (first weekday, last weekday, hours)."""
    groups: list[tuple[int, int, Hours]] = []
    for weekday, text in enumerate(days[:7]):
        hours = parse_hours(text)
        if hours is None:
            continue
        if groups and groups[-1][1] == weekday - 1 and groups[-1][2] == hours:
            groups[-1] = (groups[-1][0], weekday, hours)
        else:
            groups.append((weekday, weekday, hours))
    return groups


def monday_of(day: date) -> date:
    """The first day of its week."""
    return day - timedelta(days=day.weekday())
