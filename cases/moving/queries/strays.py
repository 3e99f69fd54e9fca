"""Who works here no more, and what still lies in her hands: each tie that is work, and its living rows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from cases.duty.models import Shift
from cases.legal.models import CaseGrant, LegalCase, Membership
from cases.mentoring.models import Mentorship
from cases.moving.models import Absence
from cases.moving.queries.pieces import LIVE_TASKS
from cases.moving.rules import Kind
from cases.referrals.models import Referral
from cases.requests.models import HelpRequest
from cases.volunteering.models import Claim, Offer, PlaceInLine, Task, Viewing
from cases.volunteering.workflow import LIVE_CLAIM, OfferAnswer, ViewingResult
from helpdesk.accounts.models import RoleGrant, User
from helpdesk.accounts.roles import Role
from helpdesk.team.models import TeamInvitation

LIVE_CLAIMS = sorted(state.value for state in LIVE_CLAIM)
DESK = (Role.OPERATOR, Role.LAWYER, Role.COORDINATOR)
# With one of these roles she may keep what she has.
KEEPS: dict[Kind, tuple[Role, ...]] = {
    Kind.REQUEST: (Role.OPERATOR, Role.LAWYER),
    Kind.CASE: (Role.LAWYER,),
    Kind.TASK: DESK,
    Kind.HOUSEHOLD: (Role.VOLUNTEER,),
    Kind.REFERRAL: DESK,
    Kind.SHIFT: (Role.OPERATOR, Role.COORDINATOR),
    Kind.CLAIM: (Role.VOLUNTEER,),
    Kind.MENTOR: (Role.VOLUNTEER,),
}


def working(*roles: Role) -> QuerySet[User]:
    """People who work here in one of these roles; also who is just being let in anew with an open link."""
    held = RoleGrant.objects.filter(
        user=OuterRef("pk"),
        role__in=[role.value for role in roles],
        confirmed_at__isnull=False,
        revoked_at=None,
    )
    comes_back = TeamInvitation.objects.open().filter(user=OuterRef("pk"))
    here = Q(is_active=True) | Exists(comes_back)
    return User.objects.filter(here, Exists(held), frozen_at=None).order_by()


def is_working(user: User, *roles: Role) -> bool:
    return working(*roles).filter(pk=user.pk).exists()


def _gone(rows: QuerySet[Any], field: str, *roles: Role) -> QuerySet[Any]:
    """Rows whose `field` names somebody who does not work here in any of these roles."""
    named = rows.filter(**{f"{field}__isnull": False})
    return named.exclude(**{f"{field}__in": working(*roles).values("pk")})


def _live_absences() -> QuerySet[Any]:
    return Absence.objects.live()


Strays = Callable[[], QuerySet[Any]]
# Each tie that is work: the rows that live and whose person has left. Empty after the nightly sweep.
WORK: dict[str, Strays] = {
    "cases.HelpRequest.assigned_to": lambda: _gone(
        HelpRequest.objects.open(), "assigned_to", *KEEPS[Kind.REQUEST]
    ),
    "cases.LegalCase.lawyer": lambda: _gone(LegalCase.objects.open(), "lawyer", Role.LAWYER),
    "cases.LegalCase.deputy": lambda: _gone(LegalCase.objects.open(), "deputy", Role.LAWYER),
    "cases.Membership.assigned_before": lambda: _gone(
        Membership.objects.filter(left_at=None), "assigned_before", *KEEPS[Kind.REQUEST]
    ),
    "cases.CaseGrant.user": lambda: _gone(
        CaseGrant.objects.filter(ended_at=None), "user", Role.OPERATOR, Role.LAWYER
    ),
    "cases.Task.made_by": lambda: _gone(Task.objects.filter(status__in=LIVE_TASKS), "made_by", *DESK),
    "cases.Claim.volunteer": lambda: _gone(
        Claim.objects.filter(state__in=LIVE_CLAIMS), "volunteer", Role.VOLUNTEER
    ),
    "cases.PlaceInLine.volunteer": lambda: _gone(PlaceInLine.objects.all(), "volunteer", Role.VOLUNTEER),
    "cases.Offer.volunteer": lambda: _gone(
        Offer.objects.filter(answer=OfferAnswer.NONE.value), "volunteer", Role.VOLUNTEER
    ),
    "cases.Viewing.goes_along": lambda: _gone(
        Viewing.objects.filter(result=ViewingResult.PLANNED.value, ended_at=None),
        "goes_along", Role.VOLUNTEER, *DESK,
    ),
    "cases.Mentorship.mentor": lambda: _gone(
        Mentorship.objects.running().filter(mentor_left_at=None), "mentor", Role.VOLUNTEER
    ),
    "cases.Mentorship.deputy": lambda: _gone(Mentorship.objects.running(), "deputy", Role.VOLUNTEER),
    "cases.Referral.followed_by": lambda: _gone(
        Referral.objects.live().annotate_follower(), "follows", *DESK
    ),
    "cases.Shift.user": lambda: _gone(
        Shift.objects.filter(starts_at__gt=timezone.now()), "user", Role.OPERATOR, Role.COORDINATOR
    ),
    "cases.Absence.user": lambda: _gone(_live_absences(), "user", *DESK, Role.EDITOR),
    "cases.Absence.deputy": lambda: _gone(_live_absences(), "deputy", *DESK, Role.EDITOR),
}  # fmt: skip


def people_with_strays() -> list[UUID]:
    """Everybody who works here no more, and in whose hands something lies. One query for each tie."""
    found: set[UUID] = set()
    for name, rows in WORK.items():
        field = "follows" if name == "cases.Referral.followed_by" else name.rpartition(".")[2]
        found |= set(rows().order_by().values_list(field, flat=True))
    return sorted(found, key=str)
