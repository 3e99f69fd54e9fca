"""Days, hours and heavy matters of one member of staff, and the signs that follow. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.rest.rules import Sign, longest_row, signs, week_start


@dataclass(frozen=True)
class Rest:
    """What she should know about herself."""

    row: int  # days in a row with work
    hours: float  # of this week, Monday to today
    cap: int
    heavy: int  # open requests of heavy matters in her hands
    signs: tuple[Sign, ...]


def hours_of_day(*sources: Mapping[date, float]) -> dict[date, float]:
    """Three places tell of the same hours, so the largest counts and not the sum."""
    days = {day for source in sources for day in source}
    return {day: max(float(source.get(day, 0)) for source in sources) for day in days}


def rest_of(
    hours: Mapping[date, float], nights: Collection[date], *, today: date, cap: int, heavy: int
) -> Rest:
    """The last two weeks of one person, as far as they are known."""
    monday = week_start(today)
    week = sum(worked for day, worked in hours.items() if monday <= day <= today)
    worked_days = frozenset(day for day, worked in hours.items() if worked > 0)
    found = signs(
        days=worked_days, nights=nights, burden=Decimal(str(week)), cap=cap, today=today, heavy_held=heavy
    )
    return Rest(longest_row(worked_days, today), round(week, 1), cap, heavy, tuple(found))
