"""One case becomes two: the chosen members go on in a case of their own, with everything that is theirs."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.funding.queries import handed_down
from cases.legal.actions.grants import note_lawyer
from cases.legal.actions.locks import check_words, lock_case, lock_members
from cases.legal.models import (
    CaseGrant,
    CaseSeal,
    Invitation,
    LegalCase,
    Membership,
    PrivilegedNote,
    TimeSpent,
)
from cases.legal.permissions import can_change_members
from cases.legal.workflow import MAY_COME, CaseStatus
from cases.requests.models import Exclusion
from cases.requests.rules import new_code
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import seal


@action
def split_case(*, legal_case: LegalCase, chosen: Collection[UUID], title: str, by: User) -> LegalCase:
    """The chosen memberships move to a new case of the same kind, office and lawyer; how they stood is kept.

    Both cases hold the same key, because a member's label and reasons stay sealed as they are: nobody opens
    them for moving. Raises NotNow when nobody or everybody is chosen, or somebody is invited to a meeting
    that is still ahead.
    """
    lock_case(legal_case)
    if not can_change_members(by, legal_case):
        raise Refused
    if legal_case.status != CaseStatus.OPEN.value:
        raise NotNow(_("This case is closed. Make a new one."))
    present = lock_members(legal_case)
    kept = set(Exclusion.objects.clients_kept_from(by).values_list("client", flat=True))
    moving = [row for row in present if row.pk in chosen]
    if any(row.help_request.client_id in kept for row in moving) or len(moving) != len(set(chosen)):
        raise Refused
    if not moving or len(moving) == len(present):
        raise NotNow(_("Choose some of the people: at least one goes, and at least one stays."))
    _check_meetings(moving)
    case = _other_half(legal_case, title)
    for membership in moving:
        membership.legal_case = case
        membership.save(update_fields=["legal_case"])
    _take_along(legal_case, case, moving, by=by)
    record("case_group.split", legal_case, by=by)
    record("case_group.create", case, by=by, fields=["title"])
    return case


def _other_half(legal_case: LegalCase, title: str) -> LegalCase:
    """A case like this one, saved, under the same key."""
    case = LegalCase(
        code=new_code("C"),
        case_type=legal_case.case_type,
        office_id=legal_case.office_id,
        lawyer_id=legal_case.lawyer_id,
        deputy_id=legal_case.deputy_id,
        away_until=legal_case.away_until,
        case_key=legal_case.case_key,
        is_sealed=legal_case.is_sealed,
        funder=handed_down(legal_case.funder_id, timezone.localdate()),
        opened_at=timezone.now(),
    )
    if title:
        check_words(case)
    seal(case, title=title)
    case.save(force_insert=True)
    return case


def _take_along(before: LegalCase, case: LegalCase, moving: list[Membership], *, by: User) -> None:
    """What is about the people who go goes with them; who was let in by name stays let into both."""
    for model in (PrivilegedNote, TimeSpent):
        model.objects.filter(legal_case=before, membership__in=moving).update(legal_case=case)
    note_lawyer(case, by=by)
    for grant in CaseGrant.objects.live().named().filter(legal_case=before):
        grant.pk, grant.legal_case, grant.given_by = uuid4(), case, by
        grant.given_at, grant.asked_at = timezone.now(), None
        grant.confirmed_at, grant.confirmed_by = None, None
        grant.save(force_insert=True)
    for seal_before in CaseSeal.objects.filter(legal_case=before, opened_at=None):
        CaseSeal(legal_case=case, why=seal_before.why, made_by=by, made_at=timezone.now()).save(
            force_insert=True
        )


def _check_meetings(moving: list[Membership]) -> None:
    """A seat belongs to a meeting, and a meeting to its case: nobody loses one by being moved."""
    ahead = Invitation.objects.filter(
        membership__in=moving,
        state__in=sorted(MAY_COME),
        consultation__starts_at__gt=timezone.now(),
        consultation__cancelled_at=None,
    )
    if ahead.exists():
        raise NotNow(_("Somebody of them is invited to a meeting. Split the case after it, or call it off."))
