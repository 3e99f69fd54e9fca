"""How much a person carries, and when she is asked to rest first. Pure.

The numbers follow what wore people out at the centre: housing searches without end, weeks without a free day
and calls at night (needs.md). They are house rules, not a medical measure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

TOLERANCE = Decimal("1.25")  # one long task may be so much longer than the hours of a week
MOST_HEAVY_IN_A_ROW = 2  # the third needs a coordinator's word
REST_BREAKS_ROW = 7  # days without work after which a row of heavy work has ended
DAYS_IN_A_ROW = 7
NIGHTS_A_WEEK = 3  # so many nights within seven days raise a signal
NIGHT_FROM, NIGHT_UNTIL = 22, 6  # local hours
PATIENCE_DAYS = 3  # the person knows first; the coordinator learns when the sign is still there after these
OFFERED_PAUSES = (3, 7)  # days of rest that are offered after heavy work
FEWEST_VOICES = 5  # an aggregate of fewer would be a person
STAFF_HOURS = 40  # a week of staff, where nobody has set another number
HEAVY_HELD = 5  # so many open requests of heavy matters at once raise a signal
# What wears out those who listen: not a measure of the person who asks.
HEAVY_FLAGS = frozenset(
    {"domestic_violence", "torture_survivor", "suicidal", "unaccompanied_minor", "detained"}
)
# How much an open request weighs while it is our turn; while others are to move it weighs one.
URGENCY_WEIGHT = {"emergency": 4, "high": 3, "normal": 2, "low": 1}
RESTING_WEIGHT = 1
NEAR_LIMIT = Decimal("0.8")  # from this part of a limit on the page warns


class Sign(StrEnum):
    """What the person, and later the coordinator, is told of; never what the work was."""

    DAYS = "days"
    HOURS = "hours"
    NIGHTS = "nights"
    HEAVY = "heavy"


class WhyOver(StrEnum):
    """Why somebody gets more than her limit: one tap from a short list, so that no story is typed."""

    DANGER = "danger"
    KNOWS = "knows"
    LANGUAGE = "language"
    AGREED = "agreed"
    COVER = "cover"


class Stop(StrEnum):
    """Why a piece of work has to wait."""

    CAP = "cap"
    HEAVY = "heavy"


@dataclass(frozen=True)
class Piece:
    """One piece of work: its day, its hours as a clock counts them, its weight (1 = ordinary)."""

    on: date
    hours: Decimal
    weight: Decimal = Decimal(1)

    @property
    def is_heavy(self) -> bool:
        return self.weight > 1

    @property
    def burden(self) -> Decimal:
        """Hours as a body counts them."""
        return self.hours * self.weight


def week_start(day: date) -> date:
    """The Monday of this day's week."""
    return day - timedelta(days=day.weekday())


def burden_of_week(pieces: Iterable[Piece], day: date) -> Decimal:
    """Weighted hours in the week of `day`, Monday to Sunday."""
    monday = week_start(day)
    week = (piece for piece in pieces if monday <= piece.on < monday + timedelta(days=7))
    return sum((piece.burden for piece in week), Decimal(0))


def heavy_in_a_row(pieces: Sequence[Piece], day: date) -> int:
    """How many heavy pieces were the last ones before `day`; light work or a week's rest ends the row."""
    row, after = 0, day
    for piece in sorted(pieces, key=lambda one: one.on, reverse=True):
        if not piece.is_heavy or (after - piece.on).days >= REST_BREAKS_ROW:
            break
        row, after = row + 1, piece.on
    return row


def stop_for(pieces: Sequence[Piece], wanted: Piece, *, cap: int, has_word: bool) -> Stop | None:
    """Why `wanted` has to wait, or None.

    `pieces` is what was done lately and what is held already, `cap` her own hours a week, `has_word` whether
    a coordinator has said yes to this one. Whoever carries nothing that week may take one piece whose hours
    by the clock nearly fit: else nobody with four hours a week could ever look at a flat with a family.
    """
    if has_word:
        return None
    carried = burden_of_week(pieces, wanted.on)
    over = carried + wanted.burden > cap if carried else wanted.hours > cap * TOLERANCE
    if over:
        return Stop.CAP
    is_third = wanted.is_heavy and heavy_in_a_row(pieces, wanted.on) >= MOST_HEAVY_IN_A_ROW
    return Stop.HEAVY if is_third else None


def weight_of(urgency: str, turn: str, status: str) -> int:
    """How much one open request weighs for the person who has it; in a case the group is the work."""
    if turn != "us" or status == "in_case":
        return RESTING_WEIGHT
    return URGENCY_WEIGHT.get(urgency, URGENCY_WEIGHT["normal"])


def longest_row(days: Collection[date], until: date) -> int:
    """How many days in a row were worked, ending on `until` or the day before."""
    end = until if until in days else until - timedelta(days=1)
    row = 0
    while end - timedelta(days=row) in days:
        row += 1
    return row


def is_night(hour: int) -> bool:
    """Whether work in this local hour is work at night."""
    return hour >= NIGHT_FROM or hour < NIGHT_UNTIL


def signs(
    *,
    days: Collection[date],
    nights: Collection[date],
    burden: Decimal,
    cap: int,
    today: date,
    heavy_held: int = 0,
) -> list[Sign]:
    """What should be said to this person today.

    `days` and `nights` are local days with any work, or with work at night; `burden` the weighted hours of
    this week; `cap` her own limit, 0 for none; `heavy_held` the open requests of heavy matters she has.
    """
    week = {day for day in nights if 0 <= (today - day).days < 7}
    found = {
        Sign.DAYS: longest_row(days, today) >= DAYS_IN_A_ROW,
        Sign.HOURS: 0 < cap < burden,
        Sign.NIGHTS: len(week) >= NIGHTS_A_WEEK,
        Sign.HEAVY: heavy_held >= HEAVY_HELD,
    }
    return [sign for sign, is_there in found.items() if is_there]
