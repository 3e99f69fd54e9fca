"""The usual range of a topic's arrivals, and when they have left it. Pure.

Counts of requests are small and uneven, so they are compared after a square root (Anscombe, 1948): there an
ordinary day lies within about one of its middle, whether it has two requests or twenty. The middle and the
spread come from the same weekday of the weeks before (the median, and the median distance from it), so that
a quiet Sunday is not compared with a Monday, and an earlier wave does not hide the next.

Four spans are looked at, because waves differ: one day and three days against the same weekdays, seven days
against earlier sevens, and four weeks against the weeks before them, which finds what grows too slowly for
the others.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

FEWEST_WEEKS = 8  # with fewer nobody knows what is usual
MOST_WEEKS = 12
NORMAL = 1.4826  # turns a median distance into a spread like that of a bell curve


@dataclass(frozen=True)
class Span:
    """How many days are counted together, and how unusual their sum must be."""

    days: int
    guard: int  # weeks between the span and what it is compared with
    strict: float  # so many spreads above the middle
    least: int  # so many requests more than usual, or it is nobody's work
    times: float  # and so many times as many as usual


DAY = Span(days=1, guard=0, strict=3.8, least=6, times=2.0)
DAYS = Span(days=3, guard=0, strict=3.6, least=6, times=1.8)
WEEK = Span(days=7, guard=0, strict=3.4, least=6, times=1.6)
MONTH = Span(days=28, guard=3, strict=3.8, least=12, times=1.6)
SPANS = (DAY, DAYS, WEEK, MONTH)
CALM = 2.0  # an alarm ends when a week is no more unusual than this
SILENT_SHARE, SILENT_STRICT, SILENT_LEAST = 0.35, 5.0, 20


@dataclass(frozen=True)
class Wave:
    """So many came in so many days, where up to `usual` would have been usual."""

    days: int
    seen: int
    usual: int
    strength: float


@dataclass(frozen=True)
class Usual:
    """The middle and the spread of sums, on the scale of the square root."""

    middle: float
    spread: float

    def distance(self, count: int) -> float:
        return (_root(count) - self.middle) / self.spread

    @property
    def count(self) -> float:
        return _count(self.middle)

    def limit(self, strict: float) -> int:
        """The largest count that is still usual."""
        return max(0, math.floor(_count(self.middle + strict * self.spread)))


def _root(count: float) -> float:
    return 2 * math.sqrt(count + 0.375)


def _count(root: float) -> float:
    return max(0.0, (root / 2) ** 2 - 0.375)


def usual_of(sums: Sequence[int]) -> Usual:
    """What is usual after these sums; never narrower than chance alone would be."""
    middle = _root(_middle_mean(sums))
    off = median(abs(_root(one) - middle) for one in sums)
    doubt = math.sqrt(1 + 1.57 / len(sums))  # the middle itself is known from a few weeks only
    return Usual(middle, max(1.0, NORMAL * off) * doubt)


def _middle_mean(sums: Sequence[int]) -> float:
    """The mean of the middle half: as stubborn as a median, and not always a whole number."""
    ordered = sorted(sums)
    cut = len(ordered) // 4
    middle = ordered[cut : len(ordered) - cut]
    return sum(middle) / len(middle)


class Arrivals:
    """Requests by day from the first day that is known; days without any need not be named."""

    def __init__(self, by_day: Mapping[date, int], first: date) -> None:
        self._by_day, self._first = by_day, first

    def sum_until(self, last: date, days: int) -> int:
        """How many came in so many days, the last of them `last`."""
        return sum(self._by_day.get(last - timedelta(days=back), 0) for back in range(days))

    def before(self, today: date, span: Span) -> list[int]:
        """Sums like that of today, each a whole week earlier, as far as days are known.

        Four weeks are compared with single weeks (times four): whole months would reach back a year.
        """
        step = min(span.days, 7)
        sums = []
        for week in range(1, MOST_WEEKS + 1):
            last = today - timedelta(weeks=week + span.guard)
            if last - timedelta(days=step - 1) < self._first:
                break
            sums.append(self.sum_until(last, step))
        return sums


def wave_at(arrivals: Arrivals, today: date) -> Wave | None:
    """The strongest sign of a wave in the days up to `today`, which may still run; None when all is usual."""
    found = [wave for span in SPANS if (wave := _in_span(arrivals, today, span)) is not None]
    return max(found, key=lambda wave: wave.strength, default=None)


def _in_span(arrivals: Arrivals, today: date, span: Span) -> Wave | None:
    sums = arrivals.before(today, span)
    if len(sums) < FEWEST_WEEKS:
        return None
    usual = _for_span(usual_of(sums), span)
    seen = arrivals.sum_until(today, span.days)
    strength = usual.distance(seen)
    is_much = seen - usual.count >= span.least and seen >= usual.count * span.times
    if not is_much or strength < span.strict:
        return None
    return Wave(span.days, seen, usual.limit(span.strict), strength)


def _for_span(usual: Usual, span: Span) -> Usual:
    """The same for four weeks together: four times the count, the same spread on this scale."""
    times = max(1, span.days // 7)
    return Usual(_root(usual.count * times), usual.spread) if times > 1 else usual


def is_calm(arrivals: Arrivals, today: date) -> bool:
    """Whether a wave is over: the last seven days are usual again, and none of them stood out."""
    sums = arrivals.before(today, WEEK)
    if len(sums) < FEWEST_WEEKS:
        return True
    week = usual_of(sums).distance(arrivals.sum_until(today, WEEK.days)) < CALM
    days = (today - timedelta(days=back) for back in range(7))
    return week and all(wave_at(arrivals, day) is None for day in days)


def silence_at(arrivals: Arrivals, today: date) -> Wave | None:
    """Far fewer than usual in seven whole days: the form, the line or the word of us may be broken."""
    sums = arrivals.before(today, WEEK)
    if len(sums) < FEWEST_WEEKS:
        return None
    usual, seen = usual_of(sums), arrivals.sum_until(today, WEEK.days)
    strength = -usual.distance(seen)
    is_little = usual.count >= SILENT_LEAST and seen <= usual.count * SILENT_SHARE
    return (
        Wave(WEEK.days, seen, round(usual.count), strength)
        if is_little and strength > SILENT_STRICT
        else None
    )
