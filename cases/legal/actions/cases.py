"""Opening, filling and closing a case. Joining remembers how a request stood; leaving restores it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.models import CaseType, LegalCase, Membership, MemberStep, StepTemplate
from cases.legal.permissions import can_change_members, can_hand_over, can_read_words
from cases.legal.workflow import CaseStatus
from cases.requests.actions import change_status, locked
from cases.requests.models import HelpRequest, Message
from cases.requests.rules import new_code
from cases.requests.workflow import OPEN, Outcome, Status, Turn
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
) -> LegalCase:
    """One case out of one or many requests.

    Raises NotNow when a request is closed or already in a live case, Refused when `by` may not see one.
    """
    if not by.can(Permission.GROUP) or not help_requests:
        raise Refused
    office = help_requests[0].office
    case = LegalCase(
        code=new_code("C"), case_type=case_type, office=office, lawyer=lawyer, opened_at=timezone.now()
    )
    case.case_key = new_data_key("case")
    seal(case, title=title)
    _check_lawyer(lawyer, office)
    case.save(force_insert=True)
    record("case_group.create", case, by=by, fields=["title"])
    for help_request in help_requests:
        add_member(legal_case=case, help_request=help_request, by=by, is_new_case=True)
    return case


@action
def add_member(
    *, legal_case: LegalCase, help_request: HelpRequest, by: User, is_new_case: bool = False
) -> Membership:
    """Puts one request into the case and gives it the case type's checklist."""
    if not is_new_case and not can_change_members(by, legal_case):
        raise Refused
    if not HelpRequest.objects.visible_to(by).filter(pk=help_request.pk, office=legal_case.office).exists():
        raise Refused
    if legal_case.status != CaseStatus.OPEN.value:
        raise NotNow(_("This case is closed. Open it again first."))
    fresh = locked(help_request)
    if (
        Status(fresh.status) not in OPEN
        or Membership.objects.filter(help_request=fresh, left_at=None).exists()
    ):
        raise NotNow(_("The request %(code)s is closed or stands in a case already.") % {"code": fresh.code})
    membership = Membership.objects.filter(legal_case=legal_case, help_request=fresh).first()
    membership = membership or Membership(legal_case=legal_case, help_request=fresh)
    membership.joined_at, membership.left_at, membership.outcome = timezone.now(), None, ""
    membership.status_before, membership.turn_before = fresh.status, fresh.turn
    membership.turn_since_before, membership.assigned_before = fresh.turn_since, fresh.assigned_to
    membership.save()
    _give_checklist(membership)
    change_status(help_request=fresh, to=Status.IN_CASE, by=by, kind="joined_case", turn=Turn.US)
    _assign(fresh, legal_case.lawyer)
    record("membership.add", help_request, by=by)
    return membership


def _give_checklist(membership: Membership) -> None:
    today = timezone.localdate()
    have = set(membership.steps.values_list("template_id", flat=True))  # type: ignore[attr-defined]
    templates = StepTemplate.objects.filter(case_type=membership.legal_case.case_type).exclude(pk__in=have)
    MemberStep.objects.bulk_create(
        MemberStep(
            membership=membership,
            template=template,
            due_on=today + timedelta(days=template.due_in_days) if template.due_in_days is not None else None,
        )
        for template in templates
    )


def _assign(help_request: HelpRequest, user: User | None) -> None:
    if user is not None and help_request.assigned_to_id != user.pk:
        help_request.assigned_to = user
        help_request.save(update_fields=["assigned_to"])


def _check_lawyer(lawyer: User | None, office: Office) -> None:
    if lawyer is not None and (not lawyer.has_role(Role.LAWYER) or lawyer.office_id != office.pk):
        raise NotNow(_("Choose a lawyer of this office."))


@action
def remove_member(*, membership: Membership, by: User) -> HelpRequest:
    """Takes a request out of the group and gives it back to the queue as it stood before.

    One thing is kept: if the person wrote meanwhile, it stays our turn, so that her words are not overlooked.
    """
    case = membership.legal_case
    if not can_change_members(by, case):
        raise Refused
    if membership.left_at is not None:
        raise NotNow(_("This person has left the case already."))
    fresh = locked(membership.help_request)
    back, turn, since = (
        Status(membership.status_before),
        Turn(membership.turn_before),
        membership.turn_since_before,
    )
    wrote = Message.objects.filter(
        help_request=fresh, from_client=True, sent_at__gte=membership.joined_at
    ).exists()
    if wrote and turn is not Turn.US:
        back, turn, since = (Status.TRIAGED if back is Status.ANSWERED else back), Turn.US, timezone.now()
    membership.left_at = timezone.now()
    membership.save(update_fields=["left_at"])
    change_status(help_request=fresh, to=back, by=by, kind="left_case", turn=turn)
    fresh.turn_since, fresh.assigned_to = since, membership.assigned_before
    fresh.save(update_fields=["turn_since", "assigned_to"])
    record("membership.remove", fresh, by=by)
    return fresh


@action
def close_member(*, membership: Membership, outcome: Outcome, by: User) -> None:
    """Closes one member's request; the others go on."""
    if not (by.can(Permission.CLOSE) and can_change_members(by, membership.legal_case)):
        raise Refused
    if membership.left_at is not None:
        raise NotNow(_("This person has left the case already."))
    membership.left_at = timezone.now()
    membership.outcome = outcome.value
    membership.save(update_fields=["left_at", "outcome"])
    change_status(
        help_request=membership.help_request, to=Status.CLOSED, by=by, kind="closed", outcome=outcome.value
    )
    record("request.close", membership.help_request, by=by)


@action
def close_case(*, legal_case: LegalCase, by: User) -> None:
    """Closes the case. Whoever was not helped yet goes back to the queue."""
    if not can_change_members(by, legal_case):
        raise Refused
    for membership in legal_case.memberships.filter(left_at=None).select_related("help_request"):  # type: ignore[attr-defined]
        remove_member(membership=membership, by=by)
    legal_case.status = CaseStatus.CLOSED.value
    legal_case.closed_at = timezone.now()
    legal_case.save(update_fields=["status", "closed_at"])
    record("case_group.close", legal_case, by=by)


@action
def hand_over(*, legal_case: LegalCase, lawyer: User, by: User) -> None:
    """Another lawyer takes the case and, with it, the grant to its members' requests."""
    if not can_hand_over(by, legal_case):
        raise Refused
    _check_lawyer(lawyer, legal_case.office)
    legal_case.lawyer = lawyer
    legal_case.save(update_fields=["lawyer"])
    for membership in legal_case.memberships.filter(left_at=None).select_related("help_request"):  # type: ignore[attr-defined]
        _assign(membership.help_request, lawyer)
    record("case_group.hand_over", legal_case, by=by)


@action
def write_words(*, legal_case: LegalCase, title: str, notes: str, by: User) -> None:
    """The lawyer's own title and notes."""
    if not can_read_words(by, legal_case):
        raise Refused
    seal(legal_case, title=title, notes=notes)
    legal_case.save(update_fields=["title", "notes"])
    record("case_group.write", legal_case, by=by, fields=["title", "notes"])
