"""The honest waiting time: a range from recent first answers that keeps its own promise. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

TARGET = 0.80  # of ten people, eight must fall into the range
ENOUGH_ANSWERS = 20  # fewer say more about single people than about us
WINDOW = 60  # answers back; older ones tell of another season
STEP = 0.03  # how fast the range learns from a promise kept or broken
NARROWEST, WIDEST = 0.40, 0.995
SHORT_HOURS = 48  # up to here people think in hours, beyond in days


class Reason(StrEnum):
    """Why a topic rests."""

    TOO_MANY = "too_many"
    NO_PEOPLE = "no_people"
    NO_MONEY = "no_money"
    RULES_CHANGE = "rules_change"
    OTHER = "other"


@dataclass(frozen=True)
class Asked:
    """One earlier request of the topic; `answered_at` None while it waits."""

    received_at: datetime
    answered_at: datetime | None


@dataclass(frozen=True)
class Range:
    """Between so many hours and so many; whole days when it is long. `low` 0 means "within"."""

    low: int
    high: int

    def holds(self, hours: float) -> bool:
        return self.low <= hours <= self.high

    @property
    def is_in_days(self) -> bool:
        return self.high > SHORT_HOURS

    @property
    def low_days(self) -> int:
        return self.low // 24

    @property
    def high_days(self) -> int:
        return -(-self.high // 24)


@dataclass(frozen=True)
class Reckoned:
    """What is told today, and how often what was told before came true."""

    range: Range
    answers: int
    told: int
    kept: int

    @property
    def coverage(self) -> float:
        return self.kept / self.told if self.told else 0.0


def waited(asked: Asked, until: datetime) -> float:
    """Hours from the request to its first answer, or to `until` while there is none."""
    return ((asked.answered_at or until) - asked.received_at).total_seconds() / 3600


def told_range(hours: Sequence[float], share: float) -> Range:
    """The middle `share` of these waiting times, rounded outwards to what is said aloud."""
    ordered = sorted(hours)
    tail = (1 - share) / 2
    low, high = _at(ordered, tail), _at(ordered, 1 - tail)
    if high <= SHORT_HOURS:
        return Range(math.floor(low), max(1, math.ceil(high)))
    return Range(math.floor(low / 24) * 24, math.ceil(high / 24) * 24)


def _at(ordered: Sequence[float], quantile: float) -> float:
    place = quantile * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def reckon(history: Iterable[Asked], now: datetime) -> Reckoned | None:
    """The range to tell at `now`; None while there are too few answers.

    Adaptive conformal inference (Gibbs and Candes, 2021): the history is walked in the order in which people
    asked; each time the range that they would have been told is compared with what came, and the share of
    answers that the range spans is widened after a miss and narrowed after a hit, so that `TARGET` of them
    hold, whatever the season. Who waits longer than the range says counts as a miss while still waiting.
    """
    asked = sorted((one for one in history if one.received_at <= now), key=lambda one: one.received_at)
    answered = sorted(
        (one for one in asked if one.answered_at and one.answered_at <= now),
        key=lambda one: one.answered_at or now,
    )
    if len(answered) < ENOUGH_ANSWERS:
        return None
    share, told, kept, known = TARGET, 0, 0, 0
    recent: list[float] = []
    for one in asked:
        while known < len(answered) and (answered[known].answered_at or now) <= one.received_at:
            recent.append(waited(answered[known], now))
            known += 1
        if known < ENOUGH_ANSWERS:
            continue
        promise = told_range(recent[-WINDOW:], share)
        if now - one.received_at <= timedelta(hours=promise.high):
            continue  # the quick ones of a young day are known first and would speak for all
        is_kept = promise.holds(waited(one, now))
        told, kept = told + 1, kept + is_kept
        share = min(WIDEST, max(NARROWEST, share + STEP * (TARGET - is_kept)))
    last = [waited(one, now) for one in answered[-WINDOW:]]
    return Reckoned(told_range(last, share), len(answered), told, kept)
