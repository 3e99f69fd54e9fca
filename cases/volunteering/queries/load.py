"""What somebody carries: hours, pieces of work for the rules of rest, pauses, claims within a break."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.rest.rules import Piece, burden_of_week
from cases.volunteering.models import Break, Claim, Task
from cases.volunteering.rules import weight_of
from cases.volunteering.workflow import LIVE_CLAIM, ClaimState
from helpdesk.accounts.models import User

LOOK_BACK_DAYS = 60  # how far back a row of heavy work is followed
OFFER_DAYS = 3  # how long after heavy work a pause is offered
LIVE = sorted(state.value for state in LIVE_CLAIM)


def pieces_of(user: User, today: date) -> list[Piece]:
    """What she has done in the last weeks and what she holds, as pieces with day, hours and weight."""
    lately = Q(state=ClaimState.DONE.value, ended_at__gte=timezone.now() - timedelta(days=LOOK_BACK_DAYS))
    held = Q(state__in=LIVE)
    claims = Claim.objects.filter(lately | held, volunteer=user).select_related("task")
    return [_piece(claim, today) for claim in claims]


def pieces_by_person(people: Iterable[UUID], today: date) -> dict[UUID, list[Piece]]:
    """The same for many at once, in one query."""
    lately = Q(state=ClaimState.DONE.value, ended_at__gte=timezone.now() - timedelta(days=LOOK_BACK_DAYS))
    claims = Claim.objects.filter(lately | Q(state__in=LIVE), volunteer__in=list(people))
    found: dict[UUID, list[Piece]] = defaultdict(list)
    for claim in claims.select_related("task"):
        found[claim.volunteer_id].append(_piece(claim, today))
    return found


def _piece(claim: Claim, today: date) -> Piece:
    """A task without a day counts today while it is held: it may be done any hour."""
    weight = weight_of(claim.task.kind, claim.task.tier)
    if claim.state == ClaimState.DONE.value and claim.ended_at:
        return Piece(timezone.localdate(claim.ended_at), claim.hours_spent or Decimal(0), weight)
    return Piece(claim.task.on_date or today, Decimal(claim.task.hours), weight)


def wanted_piece(task: Task, today: date) -> Piece:
    """What this task would add."""
    return Piece(task.on_date or today, Decimal(task.hours), weight_of(task.kind, task.tier))


def burden_this_week(user: User) -> Decimal:
    """Weighted hours of this week, done and held."""
    today = timezone.localdate()
    return burden_of_week(pieces_of(user, today), today)


@dataclass(frozen=True)
class Load:
    """What she carries and has carried, for her own page."""

    hours: Decimal  # reported in the last seven days
    burden: Decimal  # of this week, weighed
    held: int
    was_heavy: bool  # the last thing she did, some days ago at most


def load_of(user: User) -> Load:
    """All of it in one query."""
    today, now = timezone.localdate(), timezone.now()
    lately = Q(state=ClaimState.DONE.value, ended_at__gte=now - timedelta(days=LOOK_BACK_DAYS))
    rows = list(Claim.objects.filter(lately | Q(state__in=LIVE), volunteer=user).select_related("task"))
    done = sorted((row for row in rows if row.ended_at is not None), key=lambda row: row.ended_at)
    week = now - timedelta(days=7)
    hours = sum((row.hours_spent or Decimal(0) for row in done if row.ended_at >= week), Decimal(0))
    burden = burden_of_week([_piece(row, today) for row in rows], today)
    fresh = [row for row in done if row.ended_at >= now - timedelta(days=OFFER_DAYS)]
    was_heavy = bool(fresh) and _piece(fresh[-1], today).is_heavy
    return Load(hours, burden, len(rows) - len(done), was_heavy)


def claims_within(rest: Break) -> QuerySet[Claim]:
    """Live claims that fall into this break: tasks of a day within it, and dateless ones once it runs."""
    falls = Q(task__on_date__range=(rest.from_on, rest.to_on))
    if rest.from_on <= timezone.localdate() <= rest.to_on:
        falls |= Q(task__on_date=None)
    claims: QuerySet[Claim] = Claim.objects.filter(falls, volunteer_id=rest.profile_id, state__in=LIVE)
    return claims.select_related("task").order_by("task")
