"""How old the backlog may be, when first answers slip, and how early the end of a grant is said. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

BACKLOG_DAYS = 14  # one in ten of those who wait for us may wait so long
BACKLOG_CALM_DAYS = 11  # an alarm ends below this, so that it does not come and go each day
FEWEST_WAITING = 10
LATELY = timedelta(days=14)  # first answers of these days
BEFORE = timedelta(days=56)  # are compared with those of the days before them
FEWEST_LATELY, FEWEST_BEFORE = 10, 20
SLIP_TIMES, SLIP_HOURS = 1.5, 12  # so many times as long, and so many hours more
CALM_TIMES = 1.2
SLOWEST_HOURS = 72  # three days, whatever was usual
MONEY_DAYS = 60


class Kind(StrEnum):
    """What an alarm is about."""

    WAVE = "wave"
    SILENCE = "silence"
    BACKLOG = "backlog"
    SLOW = "slow"
    MONEY = "money"


@dataclass(frozen=True)
class Key:
    """What tells one alarm of an office from another."""

    kind: Kind
    topic: int | None = None
    funder: UUID | None = None


@dataclass(frozen=True)
class Sign:
    """What is seen, what would be usual or allowed, and over how many days."""

    key: Key
    seen: int
    usual: int
    days: int = 0


@dataclass(frozen=True)
class Answers:
    """The half-way hours to a first answer, and of how many requests."""

    count: int
    hours: float


def backlog_sign(waiting: int, days: int) -> Sign | None:
    """`days`: so long or longer waits one in ten."""
    too_old = waiting >= FEWEST_WAITING and days > BACKLOG_DAYS
    return Sign(Key(Kind.BACKLOG), days, BACKLOG_DAYS) if too_old else None


def is_backlog_calm(waiting: int, days: int) -> bool:
    return waiting < FEWEST_WAITING or days < BACKLOG_CALM_DAYS


def slow_sign(lately: Answers, before: Answers) -> Sign | None:
    """First answers take much longer than they did, or longer than we may let anybody wait."""
    if lately.count < FEWEST_LATELY:
        return None
    slipped = (
        before.count >= FEWEST_BEFORE
        and lately.hours >= before.hours * SLIP_TIMES
        and lately.hours - before.hours >= SLIP_HOURS
    )
    if not slipped and lately.hours < SLOWEST_HOURS:
        return None
    return Sign(Key(Kind.SLOW), round(lately.hours), round(before.hours), LATELY.days)


def is_quick_again(lately: Answers, before: Answers) -> bool:
    if lately.count < FEWEST_LATELY:
        return True
    return lately.hours < SLOWEST_HOURS and lately.hours < max(
        before.hours * CALM_TIMES, before.hours + SLIP_HOURS / 2
    )


def money_sign(funder: UUID, ends_on: date, today: date) -> Sign | None:
    """A grant whose last day is in sight; when it has gone there is nothing left to be early for."""
    left = (ends_on - today).days
    return Sign(Key(Kind.MONEY, funder=funder), left, MONEY_DAYS) if 0 <= left <= MONEY_DAYS else None
