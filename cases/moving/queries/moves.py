"""What pages of moves show: counts for each kind and receiver, what stays, what a coordinator has to see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet, Sum

from cases.legal.models import Membership
from cases.moving.models import Move, MovedThing
from cases.moving.queries.pieces import loads
from cases.moving.rules import Kind, State, WhyNot
from cases.referrals.models import Referral
from cases.requests.models import Exclusion, HelpRequest
from cases.rest.models import WorkLimit
from cases.volunteering.models import Task
from helpdesk.accounts.models import User

MOST_SHOWN = 50
MOST_CODES = 200


@dataclass
class Line:
    """One receiver: how much of each kind, and what she carries before and after."""

    person: User
    counts: list[tuple[str, int]]  # kind and how many
    before: int
    after: int
    limit: int | None = None

    @property
    def is_over(self) -> bool:
        return self.limit is not None and self.after > self.limit


@dataclass
class MovePage:
    """A preview, or what became of it."""

    move: Move
    kinds: list[str]
    lines: list[Line] = field(default_factory=list)
    queue: list[tuple[str, int]] = field(default_factory=list)
    stays: list[tuple[str, str, int]] = field(default_factory=list)  # kind, why, how many
    codes: list[MovedThing] = field(default_factory=list)

    @property
    def goes_to_queue(self) -> bool:
        return any(count for _kind, count in self.queue)


def page_of(move: Move, *, by: User) -> MovePage:
    """Everything a move's page shows. Four queries and two for what people carry."""
    things = list(move.things.select_related("to_user", "from_user"))
    kinds = [kind for kind in Kind if any(thing.kind == kind.value for thing in things)]
    goes = [thing for thing in things if thing.state != State.STAYED.value]
    people = {thing.to_user_id: thing.to_user for thing in goes if thing.to_user is not None}
    carried, limits = loads(people), limits_of(people)
    is_plan = move.done_at is None
    page = MovePage(move, [label_of(kind) for kind in kinds])
    for key, person in sorted(people.items(), key=lambda pair: str(pair[1])):
        hers = [thing for thing in goes if thing.to_user_id == key]
        more = sum(thing.weight for thing in hers) if is_plan else 0
        counts = [(label_of(kind), sum(thing.kind == kind.value for thing in hers)) for kind in kinds]
        page.lines.append(Line(person, counts, carried[key], carried[key] + more, limits.get(key)))
    none = Counter(thing.kind for thing in goes if thing.to_user_id is None)
    page.queue = [(label_of(kind), none[kind.value]) for kind in kinds]
    stays = Counter(
        (thing.get_kind_display(), thing.get_why_not_display()) for thing in things if is_left(thing)
    )
    page.stays = [(str(kind), str(why), count) for (kind, why), count in sorted(stays.items(), key=str)]
    hidden = kept_from(by, things)
    page.codes = [thing for thing in things if thing.thing_id not in hidden][:MOST_CODES]
    return page


def kept_from(user: User, things: Iterable[MovedThing]) -> set[UUID]:
    """What is about clients who keep this colleague away; she sees not even its code."""
    keys = [thing.thing_id for thing in things]
    kept = list(Exclusion.objects.filter(user=user).values_list("client", flat=True))
    if not kept:
        return set()
    hidden = set(HelpRequest.objects.filter(pk__in=keys, client__in=kept).values_list("pk", flat=True))
    for model in (Task, Referral):
        rows = model.objects.filter(pk__in=keys, help_request__client__in=kept)
        hidden |= set(rows.values_list("pk", flat=True))
    members = Membership.objects.filter(legal_case__in=keys, help_request__client__in=kept)
    return hidden | set(members.values_list("legal_case", flat=True))


def is_left(thing: MovedThing) -> bool:
    return thing.state == State.STAYED.value or thing.why_not == WhyNot.CHANGED.value


def label_of(kind: Kind) -> str:
    return str(MovedThing(kind=kind.value).get_kind_display())


def limits_of(people: Iterable[UUID]) -> dict[UUID, int | None]:
    """How much each may carry; None is no limit. One query."""
    return dict(WorkLimit.objects.filter(user__in=list(people)).values_list("user", "most_weight"))


def over_limit(move: Move) -> set[UUID]:
    """Who would carry more than her limit after this preview. Three queries."""
    planned = move.things.filter(state=State.PLANNED.value, to_user__isnull=False).order_by()
    more: dict[UUID, int] = dict(planned.values_list("to_user").annotate(all=Sum("weight")))
    carried, limits = loads(more), limits_of(more)
    return {
        person
        for person, weight in more.items()
        if weight and (most := limits.get(person)) is not None and carried[person] + weight > most
    }


def moves_for(user: User) -> QuerySet[Move]:
    """The last moves of her office, newest first."""
    rows = Move.objects.visible_to(user).done().select_related("from_user", "made_by", "seen_by")
    found: QuerySet[Move] = rows.order_by("-made_at", "id")[:MOST_SHOWN]
    return found


def waiting_for(user: User) -> QuerySet[Move]:
    """What the program handed on and nobody has looked at."""
    rows: QuerySet[Move] = Move.objects.visible_to(user).unseen().select_related("from_user")
    return rows.order_by("made_at", "id")[:MOST_SHOWN]
