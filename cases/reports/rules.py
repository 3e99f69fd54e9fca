"""How a count about people may be told: the arithmetic of the gateway. Pure.

Rounding alone does not hide: two cells of 9 have the total 18, told as 20, and only 9 + 9 can make that.
So each count is moved a little before it is rounded, always in the same way for the same people.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

HIDDEN_UNDER = 10
ROUND_TO = 5
MOST_MOVED = 6  # a count is moved by 0 in a third of all cases, by more each time half as often
ENOUGH = 50  # a table about fewer people is not drawn at all: only their number is told
SLACK = 5  # and none in which the shown cells leave nobody for the hidden ones

# Pages and answers belong to no office and no grant: they stand in every report, and it says so.
READ, HELPED, NOT_HELPED = "read", "helped", "not_helped"
OF_THE_HOUSE = (READ, HELPED, NOT_HELPED)


class Dim(StrEnum):
    """What requests can be cut by; each request lies in exactly one cell of each."""

    TOPIC = "topic"
    COUNTRY = "country"
    CHANNEL = "channel"
    SOURCE = "source"
    OUTCOME = "outcome"
    BAND = "band"


class Marks(StrEnum):
    """What one request may have none or several of: lists without a total."""

    FLAG = "flag"
    UNMET = "unmet"
    REFERRAL = "referral"
    RATING = "rating"


def told(number: int, mark: int, secret: bytes) -> int | None:
    """The count as it may leave the house; None is "fewer than ten".

    `mark` is the sum of the marks of those counted: the same people give the same answer, whatever was asked.
    """
    moved = number + moved_by(mark, secret)
    if number < HIDDEN_UNDER or moved < HIDDEN_UNDER:
        return None
    return ROUND_TO * ((2 * moved + ROUND_TO) // (2 * ROUND_TO))


def moved_by(mark: int, secret: bytes) -> int:
    """A number from -6 to 6, small ones more often; the coin is a keyed hash, it falls once and for all."""
    digest = hmac.new(secret, str(mark).encode(), hashlib.sha256).digest()
    toss = int.from_bytes(digest[:8], "big")
    weights = [2 ** (MOST_MOVED - abs(step)) for step in range(-MOST_MOVED, MOST_MOVED + 1)]
    point = toss % sum(weights)
    for step, weight in zip(range(-MOST_MOVED, MOST_MOVED + 1), weights, strict=True):
        if point < weight:
            return step
        point -= weight
    raise AssertionError("the weights do not cover the toss")


def may_be_drawn(total: int, shown: int) -> bool:
    """Whether a table about `total` people with so many visible cells tells nothing of the hidden ones."""
    return total >= ENOUGH and total - shown * HIDDEN_UNDER >= SLACK


@dataclass(frozen=True)
class Period:
    """Whole months, from the first to the last one; both are first days of their month."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.first.day != 1 or self.last.day != 1 or self.last < self.first:
            raise ValueError("A period is made of whole months.")


def month_of(day: date) -> date:
    return day.replace(day=1)


def month_after(month: date, steps: int = 1) -> date:
    """So many months later, or earlier."""
    number = month.year * 12 + month.month - 1 + steps
    return date(number // 12, number % 12 + 1, 1)


def months_back(today: date, count: int = 36) -> Iterator[date]:
    """The whole months behind us, the newest first: the month that runs is told when it is over."""
    month = month_of(today)
    for back in range(1, count + 1):
        yield month_after(month, -back)
