"""The words of moving, and who gets what when work is shared out. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

UNDO_HOURS = timedelta(hours=24)  # as long a bulk move can be taken back
PLAN_HOURS = timedelta(hours=24)  # a preview that nobody confirmed is forgotten then
KEPT = timedelta(days=90)  # how long it is written what moved
MOST_PIECES = 500  # in one move
LONGEST_ABSENCE = 366  # days
OWN_LANGUAGE = 4  # a colleague who speaks the language may carry so much more than the others


class Kind(StrEnum):
    """What can lie in somebody's hands and be carried to another person."""

    REQUEST = "request"
    CASE = "case"
    MEETING = "meeting"
    STAND_IN = "stand_in"
    TASK = "task"
    HOUSEHOLD = "household"
    REFERRAL = "referral"
    SHIFT = "shift"
    CLAIM = "claim"
    MENTOR = "mentor"


CHOSEN_KINDS = (
    Kind.REQUEST, Kind.CASE, Kind.MEETING, Kind.TASK, Kind.HOUSEHOLD, Kind.REFERRAL, Kind.SHIFT,
)  # fmt: skip


class Why(StrEnum):
    """Why work moved."""

    BULK = "bulk"
    ABSENCE = "absence"
    LEFT = "left"


class State(StrEnum):
    """How one piece fared."""

    PLANNED = "planned"
    DONE = "done"
    STAYED = "stayed"
    BACK = "back"


class WhyNot(StrEnum):
    """Why a piece stays where it is; never whom a client keeps away."""

    NONE = ""
    NOBODY_FITS = "nobody_fits"
    CHANGED = "changed"
    CAN_WAIT = "can_wait"


@dataclass(frozen=True)
class Piece:
    """One thing in somebody's hands, and all that is asked to carry it on.

    `mark` changes with everything that may change who has it: what differs later is left alone.
    """

    kind: Kind
    pk: UUID
    holder: UUID | None
    mark: str
    code: str = ""
    language: str = ""
    clients: frozenset[UUID] = frozenset()
    households: frozenset[UUID] = frozenset()
    other: UUID | None = None  # who may not have it besides: the mentor beside her deputy
    is_sealed: bool = False
    weight: int = 0  # how much it adds to what somebody carries
    starts: datetime | None = None
    ends: datetime | None = None
    urgent: bool = False  # somebody waits for us
    is_emergency: bool = False
    due: date | None = None


def deal(
    pieces: Sequence[Piece],
    *,
    may: Mapping[UUID, Iterable[UUID]],
    load: Mapping[UUID, int],
    speaks: Mapping[UUID, str],
) -> dict[UUID, UUID | None]:
    """Who gets which piece: whoever may hold it and carries least, her own language first; None for nobody.

    `may` names for each piece the people who may hold it, `load` what each carries already.
    """
    carries = dict(load)
    dealt: dict[UUID, UUID | None] = {}
    for piece in pieces:
        fitting = sorted(
            may.get(piece.pk, ()),
            key=lambda person: (
                carries.get(person, 0) + (0 if speaks.get(person) == piece.language else OWN_LANGUAGE),
                str(person),
            ),
        )
        dealt[piece.pk] = fitting[0] if fitting else None
        if fitting:
            carries[fitting[0]] = carries.get(fitting[0], 0) + max(1, piece.weight)
    return dealt


def cannot_wait(piece: Piece, *, until: date, has_deputy: bool) -> bool:
    """Whether it has to be in other hands while somebody is away.

    Days within the absence and emergencies always; what waits for us only where somebody stands in, who knows
    more of it than the whole queue.
    """
    if piece.kind is Kind.STAND_IN or piece.is_emergency:
        return True
    if piece.due is not None and piece.due <= until:
        return True
    return has_deputy and piece.urgent
