"""Who gets a free seat, in which order, and until when the waiting list moves by itself. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from enum import Enum
from typing import NamedTuple
from uuid import UUID

KEPT_UNTIL = timedelta(hours=48)  # so long before the meeting seats gather for the first in line
MOVES_UNTIL = timedelta(hours=6)  # later nobody may see her message in time: people ring instead
LONGEST_AHEAD = timedelta(days=366)
SECOND_AFTER = timedelta(days=7)  # what is proposed for a second date


class Party(NamedTuple):
    """Somebody who waits, with how many seats she needs."""

    key: UUID
    seats: int


class Mode(Enum):
    """How free seats are given, by how near the meeting is."""

    KEEP = "keep"  # in order; what is too little for the first in line is kept for her
    FILL = "fill"  # in order, but a seat that the first cannot use goes to the next who can
    ASK = "ask"  # nobody moves up by herself any more; whoever says yes and fits has the seat


def mode_at(starts_at: datetime, now: datetime) -> Mode:
    """A family is not passed over for ever, and no seat stays empty at the end."""
    left = starts_at - now
    if left <= MOVES_UNTIL:
        return Mode.ASK
    return Mode.FILL if left <= KEPT_UNTIL else Mode.KEEP


def reminds_from(starts_at: datetime) -> datetime:
    """The first moment of the day before, in the time zone of `starts_at`."""
    return datetime.combine(starts_at.date() - timedelta(days=1), time.min, tzinfo=starts_at.tzinfo)


def moving_up(line: Iterable[Party], *, free: int, total: int, mode: Mode) -> list[UUID]:
    """Who gets a seat now, out of a line in its order. Who needs more than `total` seats holds nobody up."""
    chosen: list[UUID] = []
    for party in line:
        if party.seats <= free:
            chosen.append(party.key)
            free -= party.seats
        elif mode is Mode.KEEP and party.seats <= total:
            break
    return chosen


def fits(party: Party, line: Iterable[Party], *, free: int, total: int, mode: Mode) -> bool:
    """Whether she gets her seats at once when she says yes behind those who wait already."""
    if mode is Mode.ASK:
        return party.seats <= free
    return party.key in moving_up([*line, party], free=free, total=total, mode=mode)


def left_over(waiting: Iterable[Party], unanswered: Iterable[Party], *, free: int) -> list[UUID]:
    """Who finds no seat if everybody says yes: all who wait, and of the others those who come too late."""
    left = [party.key for party in waiting]
    for party in unanswered:
        if party.seats <= free:
            free -= party.seats
        else:
            left.append(party.key)
    return left
