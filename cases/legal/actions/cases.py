"""Opening, handing over and closing a case, and the lawyer's words about it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.actions.grants import end_grants, end_stand_ins, note_lawyer
from cases.legal.actions.joining import assign, check_mandatory, join, leave
from cases.legal.actions.locks import (
    check_words,
    lock_case,
    lock_meetings_ahead,
    lock_members,
    lock_requests,
)
from cases.legal.models import CaseType, Consultation, LegalCase
from cases.legal.permissions import can_change_members, can_hand_over, can_read_words
from cases.legal.workflow import CASE_TRANSITIONS, CaseStatus, GrantEnd
from cases.requests.models import HelpRequest
from cases.requests.queries import taker
from cases.requests.rules import new_code
from cases.rest.actions import keep_to_limits
from cases.rest.rules import RESTING_WEIGHT
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Permission, Role
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key, seal


@action
def open_case(
    *,
    case_type: CaseType,
    help_requests: Sequence[HelpRequest],
    lawyer: User | None,
    title: str,
    by: User,
    why: str = "",
) -> LegalCase:
    """One case out of one or many requests; a lawyer who names nobody takes it herself.

    Raises NotNow when a request is closed or already in a live case, or when it is more than the lawyer's
    limit and no reason (`why`) is given; Refused when `by` may not see one.
    """
    if not by.can(Permission.GROUP) or not help_requests:
        raise Refused
    if lawyer is not None and lawyer != by and not by.can(Permission.ASSIGN):
        raise Refused
    office = help_requests[0].office
    if lawyer is None and by.has_role(Role.LAWYER) and by.office_id == office.pk:
        lawyer = by
    _check_lawyer(lawyer, office, by=by)
    lock_requests(help_request.pk for help_request in help_requests)
    if lawyer is not None:
        keep_to_limits(help_requests=help_requests, to=lawyer, by=by, why=why, weighing=RESTING_WEIGHT)
    case = LegalCase(
        code=new_code("C"), case_type=case_type, office=office, lawyer=lawyer, opened_at=timezone.now()
    )
    case.case_key = new_data_key("case")
    seal(case, title=title)
    case.save(force_insert=True)
    note_lawyer(case, by=by)
    for help_request in help_requests:
        join(case, help_request, by=by)
    record("case_group.create", case, by=by, fields=["title"])
    for help_request in help_requests:
        record("membership.add", help_request, by=by)
    return case


def _check_lawyer(lawyer: User | None, office: Office, *, by: User) -> None:
    """Raises NotNow for somebody who cannot take a case here, or is away now."""
    if lawyer is None:
        return
    if not lawyer.has_role(Role.LAWYER) or lawyer.office_id != office.pk:
        raise NotNow(_("Choose a lawyer of this office."))
    if lawyer != by:
        taker(lawyer, by=by, may=lambda _person: False)  # a whole case is too much for whoever stands in


@action
def close_case(*, legal_case: LegalCase, by: User) -> None:
    """Closes the case. Whoever was not helped yet goes back to the queue; meetings ahead are called off.

    Raises NotNow while a mandatory step of a present member is open.
    """
    if not can_change_members(by, legal_case):
        raise Refused
    lock_case(legal_case)
    if CaseStatus.CLOSED not in CASE_TRANSITIONS[CaseStatus(legal_case.status)]:
        raise NotNow(_("This case is closed already."))
    members = lock_members(legal_case)
    lock_meetings_ahead(legal_case)
    check_mandatory(members)
    for membership in members:
        leave(membership, by=by)
    now = timezone.now()
    Consultation.objects.filter(legal_case=legal_case, starts_at__gt=now, cancelled_at=None).update(
        cancelled_at=now
    )
    legal_case.status = CaseStatus.CLOSED.value
    legal_case.closed_at = now
    legal_case.save(update_fields=["status", "closed_at"])
    end_grants(legal_case, GrantEnd.CASE_CLOSED, by=by)
    record("case_group.close", legal_case, by=by)


@action
def hand_over(*, legal_case: LegalCase, lawyer: User, by: User, why: str = "") -> None:
    """Another lawyer takes the case and, with it, the grant to its members' requests.

    Raises OverLimit when it is more than her limit and no reason (`why`) is given.

    The old lawyer keeps nothing: a request that was hers before the case goes to nobody when it leaves.
    """
    lock_case(legal_case)
    if not can_hand_over(by, legal_case):
        raise Refused
    _check_lawyer(lawyer, legal_case.office, by=by)
    if legal_case.status != CaseStatus.OPEN.value:
        raise NotNow(_("This case is closed. It needs no other lawyer."))
    members = HelpRequest.objects.filter(memberships__legal_case=legal_case, memberships__left_at=None)
    keep_to_limits(help_requests=members, to=lawyer, by=by, why=why, weighing=RESTING_WEIGHT)
    pass_case(legal_case, lawyer, by=by)


def pass_case(legal_case: LegalCase, lawyer: User | None, *, by: Actor) -> None:
    """The passing on itself, inside an action that asked who may and holds the case; None: to the queue."""
    before, after = legal_case.lawyer_id, lawyer.pk if lawyer is not None else None
    for membership in lock_members(legal_case):
        if lawyer is not None:
            assign(membership.help_request, lawyer)
        elif membership.help_request.assigned_to_id == before:
            membership.help_request.assigned_to = None
            membership.help_request.save(update_fields=["assigned_to"])
        if before is not None and membership.assigned_before_id == before != after:
            membership.assigned_before = None
            membership.save(update_fields=["assigned_before"])
    legal_case.lawyer = lawyer
    legal_case.deputy, legal_case.away_until = None, None  # they stood in for somebody else
    legal_case.save(update_fields=["lawyer", "deputy", "away_until"])
    end_stand_ins(legal_case, by=by)
    note_lawyer(legal_case, by=by)
    record("case_group.hand_over", legal_case, by=by)


@action
def write_words(*, legal_case: LegalCase, title: str, notes: str, by: User) -> None:
    """The lawyer's own title and notes."""
    if not can_read_words(by, legal_case):
        raise Refused
    check_words(legal_case)
    seal(legal_case, title=title, notes=notes)
    legal_case.save(update_fields=["title", "notes"])
    record("case_group.write", legal_case, by=by, fields=["title", "notes"])
