"""A simulated year of arrivals: weekdays, seasons, holidays, uneven days, and three planted waves."""

from __future__ import annotations

import math
import random
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from cases.alarms.rules.ranges import Arrivals, is_calm, wave_at

FIRST = date(2025, 1, 6)  # a Monday
DAYS = 60 * 7  # eight weeks to learn what is usual, then a year
LEARN_DAYS = 8 * 7
# Requests a week by topic: a hundred together.
TOPICS = {
    "permits": 20,
    "asylum": 16,
    "documents": 12,
    "housing": 10,
    "work": 9,
    "health": 8,
    "school": 7,
    "travel": 6,
    "money": 5,
    "language": 3,
    "family": 2,
    "transport": 2,
}
WEEKDAYS = (1.35, 1.2, 1.1, 1.05, 1.0, 0.7, 0.6)
SEASON = 0.15  # up and down by so much in a year, each topic at its own time
UNEVEN = 0.3  # how much a topic's day differs beyond chance
WEEK_UNEVEN = 0.08  # and how much a whole week does, for all topics together


@dataclass(frozen=True)
class Planted:
    """A wave of one topic: so many times as many at its height, which is reached after `rise` days."""

    name: str
    topic: str
    start: int
    days: int
    times: float
    rise: int = 1

    def factor(self, day: int) -> float:
        since = day - self.start
        if not 0 <= since < self.days:
            return 1.0
        return 1 + (self.times - 1) * min(1.0, (since + 1) / self.rise)


SHARP = Planted("sharp", "documents", start=130, days=21, times=4.0)
SLOW = Planted("slow", "permits", start=210, days=84, times=2.5, rise=56)
SMALL = Planted("small topic", "family", start=330, days=28, times=6.0)
WAVES = (SHARP, SLOW, SMALL)
Year = dict[str, Counter[date]]


def a_year(seed: int, waves: tuple[Planted, ...] = WAVES) -> Year:
    """Counts by topic and day."""
    chance = random.Random(seed)
    free = holidays.country_holidays("PL", years=[2025, 2026])
    shift = {topic: chance.uniform(0, 2 * math.pi) for topic in TOPICS}
    year: Year = {topic: Counter() for topic in TOPICS}
    week = 1.0
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        week = week if day.weekday() else _around_one(WEEK_UNEVEN, chance)
        busy = week * WEEKDAYS[day.weekday()] / sum(WEEKDAYS)
        if day in free:
            busy *= 0.4
        elif day - timedelta(days=1) in free and day.weekday() < 5:
            busy *= 1.3  # what was not written on the holiday
        for topic, weekly in TOPICS.items():
            season = 1 + SEASON * math.sin(2 * math.pi * number / 365 + shift[topic])
            wave = math.prod(one.factor(number) for one in waves if one.topic == topic)
            mean = weekly * busy * season * wave * _around_one(UNEVEN, chance)
            year[topic][day] = _poisson(mean, chance)
    return year


def _around_one(spread: float, chance: random.Random) -> float:
    return chance.gammavariate(1 / spread**2, spread**2)


def _poisson(mean: float, chance: random.Random) -> int:
    limit, product, count = math.exp(-mean), chance.random(), 0
    while product > limit:
        product *= chance.random()
        count += 1
    return count


@dataclass(frozen=True)
class Opened:
    """One alarm of the simulated year: which topic, from which day to which."""

    topic: str
    day: int
    until: int


def walk(year: Year) -> list[Opened]:
    """Every day of the year is looked at in the evening, as the hourly duty does; what opened and closed."""
    found = []
    for topic, by_day in year.items():
        arrivals, opened = Arrivals(by_day, FIRST), None
        for number in range(LEARN_DAYS, DAYS):
            day = FIRST + timedelta(days=number)
            if opened is None:
                opened = number if wave_at(arrivals, day) else None
            elif wave_at(arrivals, day) is None and is_calm(arrivals, day - timedelta(days=1)):
                found.append(Opened(topic, opened, number))
                opened = None
        if opened is not None:
            found.append(Opened(topic, opened, DAYS))
    return found


def found_after(wave: Planted, opened: list[Opened]) -> int | None:
    """On which of its days the wave was found; None when it was not, or had an alarm from before it."""
    days = [
        one.day - wave.start + 1
        for one in opened
        if one.topic == wave.topic and wave.start <= one.day < wave.start + wave.days
    ]
    return min(days, default=None)


def false_alarms(opened: list[Opened], waves: tuple[Planted, ...] = WAVES) -> list[Opened]:
    """Alarms without a wave behind them, two weeks of its end included."""
    return [
        one
        for one in opened
        if not any(
            one.topic == wave.topic and wave.start <= one.day < wave.start + wave.days + 14 for wave in waves
        )
    ]


def capacity(came: list[int], seed: int) -> list[int]:
    """What is closed in each week: what came in the last four, as people manage."""
    chance = random.Random(seed)
    closed = []
    for week in range(len(came)):
        lately = came[max(0, week - 3) : week + 1]
        closed.append(round(sum(lately) / len(lately) * chance.uniform(0.85, 1.1)))
    return closed
