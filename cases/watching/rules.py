"""What counts as unusual reading (safety.md 4). Not a quota on honest work: one's own queue is free."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class AlarmKind(StrEnum):
    UNUSUAL = "unusual"
    STOP = "stop"
    CANARY = "canary"


ALARM_AT = 20
STOP_AT = 40
SPAN = timedelta(hours=24)
ROW = timedelta(minutes=10)
ROW_LENGTH = 15  # openings of what is not one's own within ten minutes
OLD = timedelta(days=60)
LIST_POINTS = 10  # a list taken out of the house, two people or not: the second one in a day is told
CLOSED_POINTS, FOREIGN_POINTS, OLD_POINTS, LATE_POINTS, ROW_POINTS = 2, 3, 1, 1, 1
FIRST_HOUR, LAST_HOUR = 7, 22
# Invented, like the words of any other closed request; nobody is meant by them.
BAIT = (
    "Дзякуй за адказ, усё зразумела. Пытанне пра карту побыту закрытае, дакументы я атрымала.",
    "Гэта ўжо вырашылася: працадаўца падпісаў паперы. Дзякуй вам.",
    "Я пытаўся пра перавод дакументаў. Мне адказалі, больш нічога не трэба.",
)


@dataclass(frozen=True)
class Opening:
    """One look into one request: when, and what makes it unusual."""

    entry: int
    at: datetime  # local
    request_id: str
    is_own: bool
    is_closed: bool
    is_foreign: bool
    is_old: bool


def is_out_of_hours(at: datetime) -> bool:
    """At night or at the weekend."""
    return not FIRST_HOUR <= at.hour < LAST_HOUR or at.isoweekday() > 5


def points(openings: list[Opening]) -> int:
    """The sum over these openings, oldest first. The same request counts once; one's own is free."""
    total = 0
    seen: set[str] = set()
    row: list[datetime] = []
    for one in openings:
        if one.is_own or one.request_id in seen:
            continue
        seen.add(one.request_id)
        row = [at for at in row if one.at - at < ROW] + [one.at]
        total += _points_of(one) + (ROW_POINTS if len(row) > ROW_LENGTH else 0)
    return total


def _points_of(one: Opening) -> int:
    found = CLOSED_POINTS * one.is_closed + FOREIGN_POINTS * one.is_foreign + OLD_POINTS * one.is_old
    return found + LATE_POINTS * is_out_of_hours(one.at)


def points_of_lists(taken: list[datetime]) -> int:
    """The sum over lists taken out of the house."""
    return sum(LIST_POINTS + LATE_POINTS * is_out_of_hours(at) for at in taken)


def level(total: int) -> AlarmKind | None:
    """What so many points lead to."""
    if total >= STOP_AT:
        return AlarmKind.STOP
    return AlarmKind.UNUSUAL if total >= ALARM_AT else None
