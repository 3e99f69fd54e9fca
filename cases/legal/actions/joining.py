"""Joining a case remembers how a request stood; leaving restores it, except for what happened meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.actions.carrying import take_days_along
from cases.legal.actions.locks import lock_case, lock_meetings_ahead, lock_member
from cases.legal.actions.told_days import forget_told, note_told
from cases.legal.models import Invitation, LegalCase, Membership, MemberStep, StepTemplate
from cases.legal.notifications import answered, seat_freed
from cases.legal.permissions import can_change_members
from cases.legal.workflow import COUNTS_AS_HELP, MAY_COME, CaseStatus, InvitationState, StepState
from cases.requests.actions import change_status, locked, note_event
from cases.requests.actions.seals import close_off
from cases.requests.models import Client, Event, HelpRequest
from cases.requests.permissions import is_kept_from
from cases.requests.workflow import OPEN, SEALED_OFF, Outcome, Status, Turn, WhySealed
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

WITH_PARTNER = ("sent", "accepted")  # in the words of referrals, a room beside this one


@action
def add_member(*, legal_case: LegalCase, help_request: HelpRequest, by: User) -> Membership:
    """Puts one request into the case and gives it the case type's checklist."""
    if not can_change_members(by, legal_case):
        raise Refused
    lock_case(legal_case)
    if legal_case.status != CaseStatus.OPEN.value:
        raise NotNow(_("This case is closed. Make a new one."))
    membership = join(legal_case, help_request, by=by)
    record("membership.add", help_request, by=by)
    return membership


def join(legal_case: LegalCase, help_request: HelpRequest, *, by: User) -> Membership:
    """The joining itself, inside an action that asked who may; the log entry is the caller's."""
    if not HelpRequest.objects.visible_to(by).filter(pk=help_request.pk, office=legal_case.office).exists():
        raise Refused
    fresh = locked(help_request)
    stands_in_one = Membership.objects.filter(help_request=fresh, left_at=None).exists()
    if Status(fresh.status) not in OPEN or stands_in_one:
        raise NotNow(_("The request %(code)s is closed or stands in a case already.") % {"code": fresh.code})
    _check_fits(legal_case, fresh)
    membership: Membership = Membership.objects.filter(
        legal_case=legal_case, help_request=fresh
    ).first() or Membership(legal_case=legal_case, help_request=fresh)
    membership.joined_at, membership.left_at, membership.outcome = timezone.now(), None, ""
    membership.status_before, membership.turn_before = fresh.status, fresh.turn
    membership.turn_since_before, membership.assigned_before_id = fresh.turn_since, fresh.assigned_to_id
    membership.deadline_before = fresh.deadline_on
    membership.office_awaited_since = None
    membership.save()
    _give_checklist(membership)
    note_told(membership, fresh, by=by)
    change_status(help_request=fresh, to=Status.IN_CASE, by=by, kind="joined_case", turn=Turn.US)
    if legal_case.lawyer is not None and is_kept_from(legal_case.lawyer, fresh.client_id):
        raise NotNow(_("This lawyer cannot take the request %(code)s.") % {"code": fresh.code})
    assign(fresh, legal_case.lawyer)
    if legal_case.is_sealed and fresh.sensitivity < SEALED_OFF:
        close_off(fresh, why=WhySealed.SHE_ASKED, by=by, with_case=True)
    return membership


def _check_fits(legal_case: LegalCase, help_request: HelpRequest) -> None:
    """Raises NotNow across countries, and for somebody who stands in the case with another request."""
    if help_request.country != legal_case.case_type.country:
        raise NotNow(
            _("The request %(code)s is about another country than this kind of matter.")
            % {"code": help_request.code}
        )
    hers = Membership.objects.filter(
        legal_case=legal_case, left_at=None, help_request__client=help_request.client_id
    )
    if hers.exists():
        raise NotNow(
            _("The person of %(code)s stands in this case already, with another request.")
            % {"code": help_request.code}
        )


def _give_checklist(membership: Membership) -> None:
    today = timezone.localdate()
    have = MemberStep.objects.filter(membership=membership).values("template")
    templates = StepTemplate.objects.filter(case_type=membership.legal_case.case_type).exclude(pk__in=have)
    MemberStep.objects.bulk_create(
        MemberStep(
            membership=membership,
            template=template,
            due_on=today + timedelta(days=template.due_in_days) if template.due_in_days is not None else None,
        )
        for template in templates
    )


def assign(help_request: HelpRequest, user: User | None) -> None:
    """The lawyer of the case works on its requests."""
    if user is not None and help_request.assigned_to_id != user.pk:
        help_request.assigned_to = user
        help_request.save(update_fields=["assigned_to"])


@action
def remove_member(*, membership: Membership, by: User) -> HelpRequest:
    """Takes a request out of the group and gives it back to the queue as it stood before.

    One thing is kept: words that the person wrote meanwhile and nobody answered leave it our turn.
    """
    fresh = _present(membership, by=by)
    help_request = leave(fresh, by=by)
    record("membership.remove", help_request, by=by)
    return help_request


@action
def close_member(*, membership: Membership, outcome: Outcome, by: User) -> None:
    """Closes one member's request; the others go on."""
    if not by.can(Permission.CLOSE):
        raise Refused
    fresh = _present(membership, by=by)
    check_mandatory([fresh], outcome)
    _end(fresh, outcome=outcome)
    change_status(
        help_request=fresh.help_request, to=Status.CLOSED, by=by, kind="closed", outcome=outcome.value
    )
    record("request.close", fresh.help_request, by=by, fields=["outcome"])


@action
def part_lawyer(*, client: Client, lawyer: User, by: ByReceipt) -> None:
    """The client keeps this lawyer away: her requests leave the lawyer's cases, as they were before."""
    if by.client_id != client.pk:
        raise Refused
    present = Membership.objects.filter(help_request__client=client, left_at=None, legal_case__lawyer=lawyer)
    for membership in present.order_by("help_request"):
        leave(lock_member(membership), by=by)


@action
def let_go(*, help_request: HelpRequest, outcome: Outcome) -> None:
    """The request is being closed elsewhere, and held: its place in a case ends with it.

    Raises NotNow when it would count as helped while a mandatory step of the case is open.
    """
    present = list(Membership.objects.filter(help_request=help_request, left_at=None))
    check_mandatory(present, outcome)
    for membership in present:
        _end(membership, outcome=outcome)


def check_mandatory(memberships: Iterable[Membership], outcome: Outcome | None = None) -> None:
    """Raises NotNow while a mandatory step is neither done nor said to be not needed.

    Somebody who withdrew or is not reached any more has an end of her own, which no step may hold up.
    """
    if outcome is not None and outcome not in COUNTS_AS_HELP:
        return
    undone = MemberStep.objects.filter(
        membership__in=list(memberships), template__is_mandatory=True, state=StepState.TODO.value
    )
    first = undone.select_related("template").first()
    if first is not None:
        raise NotNow(
            _("A step that must not be left out is open: %(step)s. Tick it, or say why it is not needed.")
            % {"step": first.template}
        )


def _present(membership: Membership, *, by: User) -> Membership:
    """The membership, fresh and held, if `by` may change members and she is still one."""
    fresh = lock_member(membership)
    if not can_change_members(by, fresh.legal_case):
        raise Refused
    if fresh.left_at is not None:
        raise NotNow(_("This person has left the case already."))
    return fresh


def leave(membership: Membership, *, by: User | ByReceipt) -> HelpRequest:
    """The leaving itself, inside an action that holds the request; the log entry is the caller's.

    A request that somebody moved on meanwhile (closed it, say) stays where it is now. What is sealed off
    stays so, and with the lawyer when nobody had it before: else nobody could open it any more. A confirmed
    last day that is not done goes with it: a letter does not wait because she has left a case.
    """
    fresh = locked(membership.help_request)
    take_days_along(membership, fresh)
    forget_told(membership)
    was_invited = _end(membership)
    if Status(fresh.status) is Status.IN_CASE:
        status, turn, since = _as_before(membership, fresh)
        change_status(help_request=fresh, to=status, by=by, kind="left_case", turn=turn)
        fresh.turn_since = since
    else:
        note_event(help_request=fresh, kind="left_case", by=by)
    stays = fresh.sensitivity == SEALED_OFF and membership.assigned_before_id is None
    if fresh.assigned_to_id == membership.legal_case.lawyer_id and not stays:
        fresh.assigned_to = membership.assigned_before
    fresh.save(update_fields=["turn_since", "assigned_to", "deadline_on"])
    if was_invited and isinstance(by, User):  # she must not stand before a closed door
        note_event(help_request=fresh, kind="meeting_called_off", by=by)
        answered(fresh)
    return fresh


def _end(membership: Membership, *, outcome: Outcome | None = None) -> bool:
    """The membership is over, and her seats are free again; whether she was still invited somewhere."""
    lock_meetings_ahead(membership.legal_case)
    membership.left_at = timezone.now()
    membership.outcome = outcome.value if outcome else ""
    membership.save(update_fields=["left_at", "outcome"])
    ahead = Invitation.objects.filter(
        membership=membership,
        state__in=sorted(MAY_COME),
        consultation__starts_at__gt=timezone.now(),
        consultation__cancelled_at=None,
    )
    ahead_of = list(ahead.values_list("consultation", flat=True))
    ahead.update(state=InvitationState.DECLINED.value, place_in_line=None)
    for consultation_id in ahead_of:
        seat_freed(consultation_id)
    return bool(ahead_of)


def _as_before(membership: Membership, fresh: HelpRequest) -> tuple[Status, Turn, datetime]:
    status, turn = Status(membership.status_before), Turn(membership.turn_before)
    since = membership.turn_since_before
    moved = fresh.turn_since if fresh.turn == Turn.US.value else timezone.now()
    if status is Status.WITH_VOLUNTEER and not fresh.tasks.filter(finished_at=None).exists():
        status, turn, since = Status.TRIAGED, Turn.US, moved  # the task ended while she stood in the case
    if status is Status.REFERRED and not fresh.referrals.filter(status__in=WITH_PARTNER).exists():
        status, turn, since = Status.TRIAGED, Turn.US, moved  # and here the partner has said no, or is done
    if turn is not Turn.US and _wrote_unanswered(fresh):
        status = Status.TRIAGED if status is Status.ANSWERED else status
        turn, since = Turn.US, moved
    return status, turn, since


def _wrote_unanswered(help_request: HelpRequest) -> bool:
    """Whether she wrote after she joined and after our last answer.

    Told by the order of events, because clients' acts are kept to the hour and the clock would not tell.
    """
    last = Event.objects.filter(help_request=help_request).aggregate(
        wrote=Max("pk", filter=Q(kind="client_wrote")),
        ours=Max("pk", filter=Q(kind__in=["joined_case", "answered"])),
    )
    return last["wrote"] is not None and last["wrote"] > (last["ours"] or 0)
