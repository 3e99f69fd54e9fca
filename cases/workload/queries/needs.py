"""What needs the coordinator now, each with the list behind it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.legal.models import Consultation, LegalCase, Membership
from cases.legal.workflow import InvitationState
from cases.referrals.models import Referral
from cases.volunteering.models import Claim, Task
from cases.volunteering.workflow import ClaimState
from cases.workload.queries.backlog import Behind, Line
from cases.workload.rules.load import Open, Tally
from helpdesk.accounts.models import User


@dataclass(frozen=True)
class Need:
    """One figure with its list."""

    code: str
    label: str | Promise
    count: int
    url: str


def needs(
    user: User, rows: Iterable[Open], all_of: Tally, people: Iterable[Line], list_of: Behind
) -> list[Need]:
    """In the order in which they hurt. One query beside the open requests."""
    rows = list(rows)
    unassigned = sum(row.owner is None for row in rows)
    ring = sum(row.ring_back and row.is_ours for row in rows)
    over, beside = sum(line.is_over for line in people), _beside(user)
    return [
        Need("late", _("overdue"), all_of.late, list_of(pressing="late")),
        Need("nobody", _("without an owner"), unassigned, list_of(whose="nobody")),
        Need("due", _("deadline within a week"), all_of.due, list_of(pressing="week")),
        Need(
            "referrals",
            _("referrals without an answer"),
            beside["silent"],
            f"{reverse('referrals:list')}?due=1",
        ),
        Need("seats", _("consultations without seats"), beside["full"], reverse("workload:full")),
        Need("over", _("people over their limit"), over, f"{reverse('rest:limits')}?over=1"),
        Need("ring", _("to ring back"), ring, list_of(pressing="ring", turn="us")),
        Need("claims", _("claims waiting for a yes"), beside["claims"], reverse("volunteering:board")),
    ]


def silent(user: User) -> QuerySet[Referral]:
    """There was to be an answer by today: the partner is silent, or it was never sent."""
    found: QuerySet[Referral] = Referral.objects.visible_to(user).due()
    return found


def full_meetings(user: User) -> QuerySet[Consultation]:
    """Meetings ahead without a free seat, for which people wait whom she may know of."""
    waiting = Q(
        invitations__state=InvitationState.WAITING.value,
        invitations__membership__left_at=None,
        invitations__membership__in=Membership.objects.known_to(user),
    )
    ahead = Consultation.objects.filter(
        legal_case__in=LegalCase.objects.visible_to(user).filter(office_id=user.office_id or 0),
        starts_at__gt=timezone.now(),
        cancelled_at=None,
    )
    found: QuerySet[Consultation] = ahead.annotate(
        waiting=Count("invitations", filter=waiting, distinct=True)
    ).filter(waiting__gt=0)
    return found.select_related("legal_case").order_by("starts_at", "pk")


def claims(user: User) -> QuerySet[Claim]:
    """Volunteers who want a task and wait for a yes."""
    tasks = Task.objects.known_to(user).filter(office_id=user.office_id or 0)
    return Claim.objects.filter(state=ClaimState.REQUESTED.value, task__in=tasks)


def _beside(user: User) -> dict[str, int]:
    """How many there are of each of these. One query for all."""
    asked = {"silent": silent(user), "full": full_meetings(user), "claims": claims(user)}
    rows = [
        found.order_by().annotate(what=Value(name)).values_list("what", "pk") for name, found in asked.items()
    ]
    return Counter(what for what, _key in rows[0].union(*rows[1:], all=True))
