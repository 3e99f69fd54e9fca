"""The open backlog, added up: by person, topic, city, language, and by age. Pure."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple, TypeVar
from uuid import UUID

from cases.rest.rules import HEAVY_FLAGS, weight_of
from cases.triage.rules.pressing import BANDS, DUE_DAYS, NEW_DAYS, answer_within, band_of

Key = TypeVar("Key", bound=Hashable)


class Open(NamedTuple):
    """What the dashboard knows of one open request: nothing about the person."""

    topic: str
    owner: UUID | None
    owner_name: str | None
    city: str
    language: str
    urgency: str
    turn: str
    status: str
    received_at: datetime
    turn_since: datetime
    deadline_on: date | None
    ring_back: bool
    flags: Sequence[str] = ()
    key: UUID | None = None

    @property
    def is_ours(self) -> bool:
        return self.turn == "us"

    @property
    def is_heavy(self) -> bool:
        return not HEAVY_FLAGS.isdisjoint(self.flags)

    @property
    def weight(self) -> int:
        return weight_of(self.urgency, self.turn, self.status)


@dataclass(frozen=True)
class Moment:
    """Now, and which day that is here."""

    now: datetime
    today: date

    def is_late(self, row: Open) -> bool:
        """Our turn for too long, or a deadline that has passed."""
        passed = row.deadline_on is not None and row.deadline_on < self.today
        return row.is_ours and (passed or row.turn_since < self.now - answer_within(row.urgency))

    def is_new(self, row: Open) -> bool:
        return row.received_at >= self.now - timedelta(days=NEW_DAYS)

    def is_due(self, row: Open) -> bool:
        """A deadline today or within a week."""
        return (
            row.deadline_on is not None and 0 <= (row.deadline_on - self.today) / timedelta(days=1) < DUE_DAYS
        )

    def band(self, row: Open) -> int:
        return band_of(self.now - row.received_at)


@dataclass
class Tally:
    """The figures of one line."""

    open: int = 0
    new: int = 0
    ours: int = 0
    theirs: int = 0
    late: int = 0
    due: int = 0
    weight: int = 0
    oldest: datetime | None = None

    def add(self, row: Open, at: Moment) -> None:
        self.open += 1
        self.new += at.is_new(row)
        self.ours += row.is_ours
        self.theirs += not row.is_ours
        self.late += at.is_late(row)
        self.due += at.is_due(row)
        self.weight += row.weight
        self.oldest = min(self.oldest or row.received_at, row.received_at)


def tally(rows: Iterable[Open], at: Moment) -> Tally:
    """All of them together."""
    found = Tally()
    for row in rows:
        found.add(row, at)
    return found


def tallies(rows: Iterable[Open], at: Moment, by: Callable[[Open], Key]) -> list[tuple[Key, Tally]]:
    """One line for each key, the fullest first."""
    found: dict[Key, Tally] = {}
    for row in rows:
        found.setdefault(by(row), Tally()).add(row, at)
    return sorted(found.items(), key=lambda pair: (-pair[1].open, str(pair[0])))


def ages(rows: Iterable[Open], at: Moment) -> dict[int, tuple[int, int]]:
    """By band of age: how many wait for us, how many for others; every band, the youngest first."""
    found = {begin: [0, 0] for begin in BANDS}
    for row in rows:
        found[at.band(row)][0 if row.is_ours else 1] += 1
    return {begin: (ours, theirs) for begin, (ours, theirs) in found.items()}


FEWEST = 10


def coarse(count: int) -> int | None:
    """For figures whose list the reader may not open: hidden under ten, else rounded to five."""
    return None if count < FEWEST else 5 * round(count / 5)
