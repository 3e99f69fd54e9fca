"""Who is active, rests, carries too much, waits for a vetting, or has not helped for a month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.joining.permissions import can_look_after
from cases.joining.rules import IDLE_DAYS
from cases.requests.permissions import standing_tier
from cases.rest.rules import Piece, burden_of_week
from cases.volunteering.models import Break, Claim, VolunteerProfile
from cases.volunteering.rules import weight_of
from cases.volunteering.workflow import LIVE_CLAIM, ClaimState, VolunteerState
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason

LIVE = sorted(state.value for state in LIVE_CLAIM)
STATES = ("active", "resting", "over", "unvetted", "idle")


@dataclass
class Person:
    """One volunteer and every word that is true of her today."""

    profile: Any
    burden: Decimal
    tier: int
    states: frozenset[str]

    @property
    def name(self) -> str:
        return str(self.profile.user)


def people_by_state(user: User) -> list[Person]:
    """The office's volunteers who have not left, by name. Two queries, however many there are."""
    today = timezone.localdate()
    resting = Break.objects.filter(profile=OuterRef("pk"), from_on__lte=today, to_on__gte=today)
    rows: QuerySet[VolunteerProfile] = VolunteerProfile.objects.filter(user__office=user.office_id)
    profiles = list(
        rows.exclude(state=VolunteerState.LEFT.value)
        .select_related("user")
        .annotate(
            rests=Exists(resting),
            last_claim=Max("user__claims__claimed_at"),
            last_end=Max("user__claims__ended_at", filter=Q(user__claims__state=ClaimState.DONE.value)),
        )
        .order_by("user__name", "pk")
    )
    burdens = _burdens(profile.pk for profile in profiles)
    return [_person(profile, burdens.get(profile.pk, Decimal(0))) for profile in profiles]


def _burdens(people: Iterable[Any]) -> dict[Any, Decimal]:
    """The hours of this week, done and held, weighed as the rules of rest weigh them."""
    today = timezone.localdate()
    monday = timezone.make_aware(datetime.combine(today - timedelta(days=today.weekday()), time.min))
    done = Q(state=ClaimState.DONE.value, ended_at__gte=monday)
    claims = Claim.objects.filter(done | Q(state__in=LIVE), volunteer__in=list(people)).select_related("task")
    pieces: dict[Any, list[Piece]] = {}
    for claim in claims:
        pieces.setdefault(claim.volunteer_id, []).append(_piece(claim))
    return {person: burden_of_week(found, today) for person, found in pieces.items()}


def _piece(claim: Claim) -> Piece:
    weight = weight_of(claim.task.kind, claim.task.tier)
    if claim.state == ClaimState.DONE.value and claim.ended_at:
        return Piece(timezone.localdate(claim.ended_at), claim.hours_spent or Decimal(0), weight)
    return Piece(claim.task.on_date or timezone.localdate(), Decimal(claim.task.hours), weight)


def _person(profile: Any, burden: Decimal) -> Person:
    tier = standing_tier(profile)
    since = timezone.now() - timedelta(days=IDLE_DAYS)
    moments = [moment for moment in (profile.last_claim, profile.last_end) if moment]
    long_here = profile.user.joined_on <= timezone.localdate(since)
    lately = bool(moments) and max(moments) >= since
    states = {
        "unvetted": tier == 0,
        "resting": profile.rests,
        "over": burden > profile.weekly_hours,
        "idle": tier > 0 and not profile.rests and long_here and not lately,
    }
    found = {name for name, is_so in states.items() if is_so}
    if not found & {"unvetted", "resting", "idle"}:
        found.add("active")
    return Person(profile, burden, tier, frozenset(found))


def person_view(profile: VolunteerProfile, *, by: User) -> dict[str, str]:
    """Contact and what she would rather not hear about, for whoever looks after her; logged."""
    if not can_look_after(by, profile) or not (profile.phone or profile.avoid):
        return {"phone": "", "avoid": ""}
    return reveal_one(profile, ["phone", "avoid"], by=by, reason=Reason.JOINING)
