"""How day counts are carried on: what was erased stays counted, the stock is walked back day by day. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple


class Place(NamedTuple):
    """Where a count belongs: the office, the country, the topic (0 = none yet)."""

    office: int
    country: str
    topic: int


class Figures(NamedTuple):
    """The three numbers of a day."""

    arrivals: int = 0
    closings: int = 0
    open: int = 0


Counts = Mapping[Place, int]
Days = Mapping[date, Counts]


def keeping_erased(before: Counts, now: Counts) -> dict[Place, int]:
    """`now`, but never fewer in all than `before`: what a place has lost without another gaining it is kept.

    A request that was only given another topic moves; one that was erased stays where it was counted.
    """
    kept = dict(now)
    lost = sum(before.values()) - sum(now.values())
    for place in sorted(before):
        back = min(max(lost, 0), max(before[place] - kept.get(place, 0), 0))
        if back:
            kept[place] = kept.get(place, 0) + back
            lost -= back
    return kept


def stock_by_day(stock: Counts, came: Days, went: Days, days: list[date]) -> dict[date, dict[Place, int]]:
    """How many were open at the end of each day, walked back from what is open now; `days` ascend."""
    found: dict[date, dict[Place, int]] = {}
    running = dict(stock)
    for day in reversed(days):
        found[day] = {place: count for place, count in running.items() if count > 0}
        for place, count in came.get(day, {}).items():
            running[place] = running.get(place, 0) - count
        for place, count in went.get(day, {}).items():
            running[place] = running.get(place, 0) + count
    return found


def days_between(first: date, last: date) -> list[date]:
    """Every day from the first to the last, both included."""
    return [first + timedelta(days=step) for step in range((last - first).days + 1)]
