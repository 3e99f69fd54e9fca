"""Who could take a task: vetted for it, with its language, and why she fits or has to wait."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from cases.requests.models import Exclusion
from cases.requests.permissions import in_standing
from cases.rest.rules import Stop, stop_for
from cases.volunteering.models import Break, Claim, Offer, Task, VolunteerProfile
from cases.volunteering.permissions import most_places
from cases.volunteering.queries.board import fit_of, wish_of
from cases.volunteering.queries.load import LIVE, pieces_by_person, wanted_piece
from cases.volunteering.rules import Fit
from cases.volunteering.workflow import VolunteerState
from helpdesk.accounts.roles import Role

FROM_AFAR = ("leaflets", "phone_call", "translation")  # done from anywhere
MOST_LOOKED_AT = 200


@dataclass(frozen=True)
class Fitting:
    """One volunteer for one task: why she fits, and why she would have to wait."""

    profile: VolunteerProfile
    fit: Fit
    stop: Stop | None
    is_resting: bool
    is_full: bool
    was_asked: bool  # this task was brought to her before
    burden: int  # pieces of work she has now or had lately

    @property
    def has_room(self) -> bool:
        return self.stop is None and not self.is_resting and not self.is_full


def fitting_for(task: Task) -> list[Fitting]:
    """Best first; who fits equally well and carries less stands before the others. Six queries.

    Only people who stand in the vetting that this task needs and speak one of its languages; nobody who is
    kept away by the client, and nobody who holds it or gave it back.
    """
    profiles = list(_profiles(task)[:MOST_LOOKED_AT])
    people = [profile.pk for profile in profiles]
    today = timezone.localdate()
    pieces, wanted = pieces_by_person(people, today), wanted_piece(task, today)
    resting, held = _resting(people, task.on_date or today, today), _held(people)
    asked = set(Offer.objects.filter(task=task).values_list("volunteer_id", flat=True))
    found = [
        Fitting(
            profile,
            fit_of(task, wish_of(profile)),
            stop_for(pieces.get(profile.pk, []), wanted, cap=profile.weekly_hours, has_word=False),
            profile.pk in resting,
            held[profile.pk] >= most_places(profile),
            profile.pk in asked,
            len(pieces.get(profile.pk, [])),
        )
        for profile in profiles
    ]
    return sorted(found, key=lambda one: (-one.fit.points, one.burden, str(one.profile.pk)))


def _profiles(task: Task) -> Any:
    standing = in_standing(task.tier) if task.tier else ~Q(state=VolunteerState.LEFT.value)
    rows = VolunteerProfile.objects.filter(
        standing,
        user__is_active=True,
        user__role_grants__role=Role.VOLUNTEER.value,
        user__role_grants__confirmed_at__isnull=False,
        user__role_grants__revoked_at=None,
        languages__overlap=list(task.languages),
    )
    if task.kind not in FROM_AFAR:
        near = Q(cities__contains=[task.city]) if task.city else Q(user__office=task.office_id)
        rows = rows.filter(near | Q(user__office=task.office_id, cities=[]))
    if task.help_request is not None:
        client = task.help_request.client_id
        rows = rows.exclude(user__in=Exclusion.objects.filter(client=client).values("user"))
    had = Claim.objects.filter(task=task).values("volunteer")
    ordered = rows.exclude(user__in=had).select_related("user__office").distinct()
    return ordered.prefetch_related("user__role_grants").order_by("pk")


def _resting(people: list[UUID], *days: date) -> set[UUID]:
    within = Q(pk__in=[])
    for day in days:
        within |= Q(from_on__lte=day, to_on__gte=day)
    return set(Break.objects.filter(within, profile__in=people).values_list("profile_id", flat=True))


def _held(people: list[UUID]) -> Counter[UUID]:
    return Counter(
        Claim.objects.filter(volunteer__in=people, state__in=LIVE).values_list("volunteer_id", flat=True)
    )
