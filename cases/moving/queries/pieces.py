"""What lies in somebody's hands: one reader for each kind of work, and the same words for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Exists, Max, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from cases.duty.models import Shift
from cases.legal.models import LegalCase, Membership
from cases.mentoring.models import Mentorship
from cases.moving.rules import Kind, Piece
from cases.referrals.models import Referral
from cases.requests.models import HelpRequest
from cases.requests.workflow import SEALED_OFF, Turn, Urgency
from cases.rest.queries import WEIGHT
from cases.rest.rules import RESTING_WEIGHT, weight_of
from cases.volunteering.models import Task
from cases.volunteering.workflow import TaskStatus
from helpdesk.accounts.models import User

LIVE_TASKS = sorted(status.value for status in (TaskStatus.OPEN, TaskStatus.CLAIMED, TaskStatus.TAKEN))


@dataclass(frozen=True)
class Reader:
    """How one kind is asked for: live rows, whose they are, whose office, and what a filter means there."""

    rows: Callable[[], QuerySet[Any]]
    holder: str
    office: str
    build: Callable[[Any], Piece]
    topic: str = ""
    country: str = ""
    language: str = ""
    distinct: bool = False


@dataclass(frozen=True)
class Wanted:
    """Which work is meant: one person's, anybody's or nobody's, of one office, narrowed by three filters."""

    office_id: int
    kinds: tuple[Kind, ...]
    from_user: UUID | None = None
    nobody: bool = False
    topic: str = ""
    country: str = ""
    language: str = ""


@dataclass
class Found:
    """What may be moved, and how much more there is that whoever asks may not move, for whatever reason."""

    pieces: list[Piece] = field(default_factory=list)
    held_back: int = 0


def _requests() -> QuerySet[Any]:
    """Open requests; those of a lawyer's case go with the case."""
    with_case = Membership.objects.filter(
        help_request=OuterRef("pk"), left_at=None, legal_case__lawyer=OuterRef("assigned_to")
    )
    return HelpRequest.objects.open().exclude(Exists(with_case)).order_by("pk")


def _request(row: HelpRequest) -> Piece:
    return Piece(
        Kind.REQUEST,
        row.pk,
        row.assigned_to_id,
        f"{row.version}:{row.assigned_to_id}:{row.office_id}",
        code=row.code,
        language=row.language,
        clients=frozenset({row.client_id}),
        is_sealed=row.sensitivity >= SEALED_OFF,
        urgent=row.turn == Turn.US.value,
        is_emergency=row.urgency == Urgency.EMERGENCY.value,
        weight=weight_of(row.urgency, row.turn, row.status),
        due=row.deadline_on,
    )


def _cases() -> QuerySet[Any]:
    return LegalCase.objects.open().prefetch_related("memberships__help_request").order_by("pk")


def _case(row: LegalCase) -> Piece:
    members = [member for member in row.memberships.all() if member.left_at is None]
    return Piece(
        Kind.CASE,
        row.pk,
        row.lawyer_id,
        f"{row.lawyer_id}:{row.deputy_id}:{row.away_until}",
        code=row.code,
        language=members[0].help_request.language if members else "",
        clients=frozenset(member.help_request.client_id for member in members),
        weight=len(members) * RESTING_WEIGHT,
        is_sealed=row.is_sealed or any(one.help_request.sensitivity >= SEALED_OFF for one in members),
    )


def _stand_in(row: LegalCase) -> Piece:
    return Piece(**{**_case(row).__dict__, "kind": Kind.STAND_IN, "weight": 0})


def _meetings() -> QuerySet[Any]:
    """Cases with consultations ahead; the last one says until when somebody stands in."""
    ahead = Q(consultations__starts_at__gt=timezone.now(), consultations__cancelled_at=None)
    return _cases().annotate(last=Max("consultations__starts_at", filter=ahead)).filter(last__isnull=False)


def _meeting(row: Any) -> Piece:
    case = _case(row)
    values = {**case.__dict__, "kind": Kind.MEETING, "weight": 0, "due": timezone.localdate(row.last)}
    return Piece(**values)


def _tasks() -> QuerySet[Any]:
    return Task.objects.filter(status__in=LIVE_TASKS).select_related("help_request").order_by("pk")


def _task(row: Task) -> Piece:
    asked = row.help_request
    return Piece(
        Kind.TASK,
        row.pk,
        row.made_by_id,
        f"{row.made_by_id}:{row.office_id}",
        code=row.code,
        clients=frozenset({asked.client_id} if asked else ()),
        is_sealed=asked is not None and asked.sensitivity >= SEALED_OFF,
        urgent=row.status == TaskStatus.CLAIMED.value,  # somebody waits for a yes
    )


def _households() -> QuerySet[Any]:
    return Mentorship.objects.running().order_by("pk")


def _household(row: Mentorship) -> Piece:
    return Piece(
        Kind.HOUSEHOLD,
        row.pk,
        row.deputy_id,
        f"{row.deputy_id}:{row.mentor_id}",
        households=frozenset({row.household_id}),
        other=row.mentor_id,
    )


def _referrals() -> QuerySet[Any]:
    rows = Referral.objects.live().select_related("help_request")
    return rows.annotate_follower().order_by("pk")


def _referral(row: Any) -> Piece:
    return Piece(
        Kind.REFERRAL,
        row.pk,
        row.follows,
        f"{row.follows}:{row.help_request.office_id}",
        code=row.help_request.code,
        language=row.help_request.language,
        clients=frozenset({row.help_request.client_id}),
        is_sealed=row.help_request.sensitivity >= SEALED_OFF,
        due=row.due_on,
    )


def _shifts() -> QuerySet[Any]:
    return Shift.objects.filter(starts_at__gt=timezone.now()).order_by("pk")


def _shift(row: Shift) -> Piece:
    day = timezone.localdate(row.starts_at)
    return Piece(
        Kind.SHIFT, row.pk, row.user_id, f"{row.user_id}:{row.starts_at}", code=day.isoformat(),
        starts=row.starts_at, ends=row.ends_at, due=day,
    )  # fmt: skip


READERS: dict[Kind, Reader] = {
    Kind.REQUEST: Reader(_requests, "assigned_to", "office", _request, "topic__slug", "country", "language"),
    Kind.CASE: Reader(
        *(_cases, "lawyer", "office", _case, "case_type__topic__slug", "case_type__country"),
        language="memberships__help_request__language",
        distinct=True,
    ),
    Kind.MEETING: Reader(
        *(_meetings, "lawyer", "office", _meeting, "case_type__topic__slug", "case_type__country"),
        language="memberships__help_request__language",
        distinct=True,
    ),
    Kind.STAND_IN: Reader(_cases, "lawyer", "office", _stand_in),
    Kind.TASK: Reader(_tasks, "made_by", "office", _task, "help_request__topic__slug", "country"),
    Kind.HOUSEHOLD: Reader(_households, "deputy", "office", _household, "", "household__country"),
    Kind.REFERRAL: Reader(
        *(_referrals, "follows", "help_request__office", _referral, "help_request__topic__slug"),
        country="help_request__country",
        language="help_request__language",
    ),
    Kind.SHIFT: Reader(_shifts, "user", "office", _shift),
}


def find(kind: Kind, wanted: Wanted, *, by: User) -> Found:
    """The pieces of one kind that this colleague may move. Two to four queries."""
    reader = READERS[kind]
    rows = _narrowed(reader, wanted)
    if rows is None:
        return Found()
    seen = rows.model.objects.visible_to(by)
    allowed = rows.filter(pk__in=seen.values("pk"))
    pieces = [piece for piece in map(reader.build, allowed) if not piece.is_sealed]
    return Found(pieces, rows.count() - len(pieces))


def held_by(kind: Kind, user: User) -> list[Piece]:
    """Everything of one kind in one person's hands, sealed or not; for the program itself."""
    reader = READERS[kind]
    return [reader.build(row) for row in reader.rows().filter(**{reader.holder: user.pk})]


def by_keys(kind: Kind, keys: Iterable[UUID], *, seen_by: User | None = None) -> dict[UUID, Piece]:
    """How these stand now; what is over or gone, or not to be seen by this colleague, is missing."""
    reader = READERS[kind]
    rows = reader.rows().filter(pk__in=list(keys))
    if seen_by is not None:
        rows = rows.filter(pk__in=rows.model.objects.visible_to(seen_by).values("pk"))
    return {row.pk: reader.build(row) for row in rows}


def _narrowed(reader: Reader, wanted: Wanted) -> QuerySet[Any] | None:
    """None where a filter means nothing for this kind: then none of it is meant."""
    rows = reader.rows().filter(**{reader.office: wanted.office_id})
    if wanted.nobody:
        rows = rows.filter(**{f"{reader.holder}__isnull": True})
    elif wanted.from_user is not None:
        rows = rows.filter(**{reader.holder: wanted.from_user})
    else:
        rows = rows.filter(**{f"{reader.holder}__isnull": False})
    for name in ("topic", "country", "language"):
        value, lookup = getattr(wanted, name), getattr(reader, name)
        if value and not lookup:
            return None
        if value:
            rows = rows.filter(**{lookup: value})
    return rows.distinct() if reader.distinct else rows


def loads(people: Iterable[UUID]) -> dict[UUID, int]:
    """What each carries now, weighed as for the limits. One query."""
    keys = list(people)
    rows = HelpRequest.objects.open().filter(assigned_to__in=keys).order_by()
    found = dict(rows.values_list("assigned_to").annotate(weight=Sum(WEIGHT)))
    return {key: found.get(key, 0) for key in keys}
