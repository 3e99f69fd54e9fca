"""Four weeks ahead: arrivals with an honest range, and the backlog that follows from them. Pure.

The level of a series of weeks is a running mean that one odd week moves only a little. A week with public
holidays counts for less: a holiday is taken for a Sunday. How wide the range is follows from how wrong the
same method was in the weeks behind us, so that eight of ten weeks should fall into it; where few weeks are
known, chance alone (the root of the count) speaks for those that are missing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

import holidays

HORIZON = 4  # weeks ahead
FEWEST_WEEKS = 8  # whole weeks; with fewer the page says that it does not know yet
LOOK_BACK = 26  # weeks; what lies further back is another season
WAY = 0.35  # how far one week moves the level
ODD = 4.0  # a week further off than so many spreads counts as if it were that far
EIGHT_OF_TEN = 1.2816  # spreads on either side of the middle
EARLY, TRUST = 5, 4  # weeks before the first guess; how many guesses the chance alone is worth
CHANCE = 1.8  # what a count varies by, where a pure chance would be 1


@dataclass(frozen=True)
class Range:
    """What is expected, and between what eight of ten weeks should lie."""

    low: int
    middle: int
    high: int

    def holds(self, count: float) -> bool:
        return self.low <= count <= self.high


@dataclass(frozen=True)
class Flow:
    """Whole weeks behind us, oldest first, and what each week weighs: 1 for one without holidays."""

    came: Sequence[int]
    closed: Sequence[int]
    weights: Sequence[float]
    ahead: Sequence[float]  # weights of the weeks to come


@dataclass(frozen=True)
class Change:
    """What if: a share of the arrivals stops, and so many more are closed in an ordinary week."""

    less_arrivals: float = 0.0
    more_closings: float = 0.0


def day_shares(by_day: Mapping[date, int]) -> tuple[float, ...]:
    """What each weekday usually brings of a week, from Monday on; equal when nothing is known."""
    days: list[list[int]] = [[] for _ in range(7)]
    for day, count in by_day.items():
        days[day.weekday()].append(count)
    usual = [sum(_without_ends(one)) / max(1, len(_without_ends(one))) for one in days]
    total = sum(usual)
    return tuple(one / total if total else 1 / 7 for one in usual)


def _without_ends(counts: list[int]) -> list[int]:
    cut = len(counts) // 8
    return sorted(counts)[cut : len(counts) - cut]


def week_weight(monday: date, shares: Sequence[float], country: str) -> float:
    """What a week weighs whose public holidays are like Sundays; never less than a third."""
    days = [monday + timedelta(days=step) for step in range(7)]
    free = holidays.country_holidays(country, years={day.year for day in days}) if country else {}
    lost = sum(max(0.0, shares[day.weekday()] - shares[6]) for day in days if day in free)
    return max(1 / 3, 1 - lost)


def level_of(counts: Sequence[float]) -> float:
    """What an ordinary week brings now."""
    first = counts[:EARLY]
    level = float(median(first)) if first else 0.0
    for count in counts:
        reach = ODD * math.sqrt(CHANCE * max(level, 1.0))
        level += WAY * (min(max(count, level - reach), level + reach) - level)
    return level


def arrivals_ahead(flow: Flow) -> list[Range]:
    """The arrivals of the weeks to come; empty when too few weeks are known."""
    if len(flow.came) < FEWEST_WEEKS:
        return []
    level = level_of(_evened(flow.came, flow.weights))
    found = []
    for step, weight in enumerate(flow.ahead, start=1):
        middle = level * weight
        reach = EIGHT_OF_TEN * _spread(flow, step) * math.sqrt(max(middle, 1.0))
        found.append(_range(middle, reach))
    return found


def backlog_ahead(flow: Flow, backlog: int, change: Change | None = None) -> list[Range]:
    """What will be open at the end of each week to come; empty when too few weeks are known."""
    if len(flow.came) < FEWEST_WEEKS:
        return []
    change = change or Change()
    came = level_of(_evened(flow.came, flow.weights)) * (1 - change.less_arrivals)
    closed = level_of(_evened(flow.closed, flow.weights)) + change.more_closings
    found, still = [], float(backlog)
    for step, weight in enumerate(flow.ahead, start=1):
        still = max(0.0, still + (came - closed) * weight)
        found.append(_range(still, EIGHT_OF_TEN * _drift(flow, step)))
    return found


def _range(middle: float, reach: float) -> Range:
    return Range(max(0, math.floor(middle - reach)), round(middle), math.ceil(middle + reach))


def _evened(counts: Sequence[int], weights: Sequence[float]) -> list[float]:
    return [count / weight for count, weight in zip(counts, weights, strict=True)]


def _guesses(counts: Sequence[int], weights: Sequence[float], step: int) -> Iterable[tuple[float, int]]:
    """What would have been said for each week `step` weeks before, and what came."""
    evened = _evened(counts, weights)
    for at in range(EARLY, len(counts) - step + 1):
        week = at + step - 1
        yield level_of(evened[:at]) * weights[week], counts[week]


def _spread(flow: Flow, step: int) -> float:
    """How far the guesses were off, in roots of what was guessed."""
    off = [
        min((count - guess) ** 2 / max(guess, 1.0), ODD**2 * CHANCE)
        for guess, count in _guesses(flow.came, flow.weights, step)
    ]
    return math.sqrt((TRUST * CHANCE + sum(off)) / (TRUST + len(off)))


def _drift(flow: Flow, step: int) -> float:
    """How far arrivals without closings were off together, after so many weeks."""
    came, closed = (_evened(counts, flow.weights) for counts in (flow.came, flow.closed))
    usual = step * CHANCE * (level_of(came) + level_of(closed))
    off = []
    for at in range(EARLY, len(came) - step + 1):
        weeks = range(at, at + step)
        guess = (level_of(came[:at]) - level_of(closed[:at])) * sum(flow.weights[week] for week in weeks)
        real = sum(flow.came[week] - flow.closed[week] for week in weeks)
        off.append(min((real - guess) ** 2, ODD**2 * usual))
    return math.sqrt((TRUST * usual + sum(off)) / (TRUST + len(off)))
