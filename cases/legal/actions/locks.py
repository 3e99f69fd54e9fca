"""Who waits for whom: the case first, then requests by id, then meetings; the access log after all of them.

Two people may act on one case at once, and clients write meanwhile. Everybody takes the rows in this order,
so nobody waits in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.models import Consultation, LegalCase, Membership
from cases.requests.models import HelpRequest
from helpdesk.accounts.errors import NotNow


def lock_case(legal_case: LegalCase) -> LegalCase:
    """Holds the case until the action ends and freshens what may have changed on the given object."""
    fresh: LegalCase = LegalCase.objects.select_for_update(of=("self",)).get(pk=legal_case.pk)
    legal_case.status, legal_case.lawyer_id = fresh.status, fresh.lawyer_id
    legal_case.deputy_id, legal_case.away_until = fresh.deputy_id, fresh.away_until
    legal_case.is_sealed, legal_case.funder_id = fresh.is_sealed, fresh.funder_id
    return legal_case


def check_words(legal_case: LegalCase) -> None:
    """Raises NotNow when the key of the case is erased: nothing can be kept under it any more."""
    if legal_case.case_key_id is None:
        raise NotNow(_("The words of this case are erased. Make a new case to write new ones."))


def lock_requests(ids: Iterable[UUID]) -> None:
    """Holds these requests until the action ends."""
    rows = HelpRequest.objects.select_for_update(of=("self",)).filter(pk__in=list(ids)).order_by("pk")
    list(rows.values_list("pk"))


def lock_members(legal_case: LegalCase) -> list[Membership]:
    """The present members of the case with their requests, held until the action ends."""
    present = Membership.objects.filter(legal_case=legal_case, left_at=None)
    lock_requests(present.values_list("help_request_id", flat=True))
    members = list(
        present.select_related(
            "help_request__client__mailbox_key", "help_request__inbox_key", "assigned_before"
        )
    )
    for member in members:
        member.legal_case = legal_case
    return members


def lock_member(membership: Membership) -> Membership:
    """One membership, fresh, with its request held."""
    lock_requests([membership.help_request_id])
    fresh: Membership = Membership.objects.select_related(
        "help_request__client", "legal_case__office", "legal_case__case_key", "assigned_before"
    ).get(pk=membership.pk)
    return fresh


def lock_meeting(consultation: Consultation) -> Consultation:
    """Holds the meeting: its seats are given one after another."""
    fresh: Consultation = (
        Consultation.objects.select_for_update(of=("self",))
        .select_related("legal_case__case_key")
        .get(pk=consultation.pk)
    )
    return fresh


def lock_series(consultation: Consultation) -> Consultation:
    """Holds all dates of this meeting, in their order: one who takes a seat at one gives up the others."""
    first = consultation.series_id
    rows = Consultation.objects.select_for_update(of=("self",)).select_related("legal_case__case_key")
    found = {row.pk: row for row in rows.filter(Q(pk=first) | Q(second_of=first)).order_by("pk")}
    return found[consultation.pk]


def lock_meetings_ahead(legal_case: LegalCase) -> None:
    """Holds the case's meetings that are ahead, in their order, before several of them change."""
    ahead = Consultation.objects.filter(legal_case=legal_case, starts_at__gt=timezone.now())
    list(ahead.select_for_update(of=("self",)).order_by("pk").values_list("pk"))
