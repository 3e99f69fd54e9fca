"""Meetings with seats: schedule, invite, the client's answer, attendance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.legal.actions.locks import lock_case, lock_meeting, lock_requests
from cases.legal.models import Consultation, Invitation, LegalCase, Membership
from cases.legal.notifications import invited
from cases.legal.permissions import can_run
from cases.legal.workflow import INVITATION_TRANSITIONS, CaseStatus, InvitationState
from cases.requests.actions import note_event, this_hour
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import reveal_one, seal
from helpdesk.sealing.reasons import Reason


@action
def schedule_consultation(
    *, legal_case: LegalCase, starts_at: datetime, place: str, seats: int, by: User
) -> Consultation:
    """A meeting of this case. Raises NotNow when it lies in the past or the case is closed."""
    if not can_run(by, legal_case):
        raise Refused
    lock_case(legal_case)
    if legal_case.status != CaseStatus.OPEN.value:
        raise NotNow(_("This case is closed. Make a new one."))
    if starts_at <= timezone.now():
        raise NotNow(_("Choose a day and time that are still ahead."))
    meeting = Consultation(legal_case=legal_case, starts_at=starts_at, seats=seats, made_by=by)
    seal(meeting, place=place)
    meeting.save(force_insert=True)
    record("consultation.schedule", meeting, by=by, fields=["place"])
    return meeting


@action
def invite(*, consultation: Consultation, memberships: Sequence[Membership], by: User) -> list[Invitation]:
    """Invites members who are not invited yet; each is told by herself."""
    lock_requests(membership.help_request_id for membership in memberships)
    meeting = lock_meeting(consultation)
    if not can_run(by, meeting.legal_case):
        raise Refused
    if meeting.cancelled_at is not None or meeting.starts_at <= timezone.now():
        raise NotNow(_("This meeting is over or called off. Choose another one."))
    if any(membership.legal_case_id != meeting.legal_case_id for membership in memberships):
        raise Refused
    known = set(Invitation.objects.filter(consultation=meeting).values_list("membership_id", flat=True))
    new = [row for row in memberships if row.pk not in known and row.left_at is None]
    if not new:
        raise NotNow(_("Everybody in the case is invited already."))
    place = reveal_one(meeting, ["place"], by=by, reason=Reason.LEGAL_CASE)["place"]
    made = []
    for membership in new:
        invitation = Invitation(consultation=meeting, membership=membership, invited_at=timezone.now())
        seal(invitation, place=place)
        invitation.save(force_insert=True)
        note_event(help_request=membership.help_request, kind="invited", by=by)
        invited(invitation)
        made.append(invitation)
    record("consultation.invite", meeting, by=by)
    return made


@action
def answer_invitation(
    *,
    invitation: Invitation,
    accept: bool,
    seats: int,
    needs_interpreter: bool = False,
    by: ByReceipt | User,
) -> Invitation:
    """The client's yes or no; a family takes several seats. An operator may note it for a caller.

    Raises NotNow when there are not enough seats left, or the meeting has begun.
    """
    fresh = _held(invitation)
    if isinstance(by, ByReceipt):
        if fresh.membership.help_request.client_id != by.client_id or fresh.membership.left_at is not None:
            raise Refused
    elif not can_run(by, fresh.consultation.legal_case):
        raise Refused
    if fresh.consultation.starts_at <= timezone.now() or fresh.consultation.cancelled_at is not None:
        raise NotNow(_("This meeting has begun or was called off."))
    if not 1 <= seats <= 12:
        raise NotNow(_("Choose between 1 and 12 seats."))
    fresh.needs_interpreter = accept and needs_interpreter
    fresh.replied_at = this_hour() if isinstance(by, ByReceipt) else timezone.now()
    _write(
        fresh,
        InvitationState.ACCEPTED if accept else InvitationState.DECLINED,
        seats=seats if accept else fresh.seats,
        refusal=_("This answer can no longer be changed."),
    )
    note_event(help_request=fresh.membership.help_request, kind="accepted" if accept else "declined", by=by)
    record("consultation.rsvp", fresh, by=by)
    return fresh


def _held(invitation: Invitation) -> Invitation:
    """The invitation, fresh, with its request and then its meeting held."""
    rows = Invitation.objects.select_related("consultation__legal_case", "membership__help_request")
    found: Invitation = rows.get(pk=invitation.pk)
    lock_requests([found.membership.help_request_id])
    lock_meeting(found.consultation)
    fresh: Invitation = rows.get(pk=invitation.pk)
    return fresh


def _write(invitation: Invitation, state: InvitationState, *, seats: int, refusal: str) -> None:
    """The only place an invitation's state is written. Raises NotNow for a wrong step or too few seats."""
    before = InvitationState(invitation.state)
    if state is not before and state not in INVITATION_TRANSITIONS[before]:
        raise NotNow(refusal)
    invitation.state, invitation.seats = state.value, seats
    try:
        with transaction.atomic():
            invitation.save(update_fields=["state", "seats", "replied_at", "needs_interpreter"])
    except IntegrityError as full:  # the check constraint on seats_taken
        raise NotNow(_too_many(invitation)) from full


def _too_many(invitation: Invitation) -> str:
    """How many seats she could have: those that are free and those that she holds."""
    held = Invitation.objects.filter(pk=invitation.pk, state=InvitationState.ACCEPTED.value)
    mine = held.values_list("seats", flat=True).first() or 0
    meeting = Consultation.objects.get(pk=invitation.consultation_id)
    free = meeting.seats - meeting.seats_taken + mine
    if free == 0:
        return _("All seats are taken. Write to us: we note you for the next meeting, or for a free seat.")
    sentence = ngettext(
        "There are not enough free seats: you can have %(count)d. Ask for fewer, or write to us.",
        "There are not enough free seats: you can have %(count)d. Ask for fewer, or write to us.",
        free,
    )
    return sentence % {"count": free}


@action
def record_attendance(*, invitation: Invitation, came: bool, by: User) -> None:
    """Who came and who did not, from the day of the meeting on; can be corrected.

    Somebody who never replied may come as well, as long as there is a seat.
    """
    fresh = _held(invitation)
    if not can_run(by, fresh.consultation.legal_case):
        raise Refused
    if timezone.localdate(fresh.consultation.starts_at) > timezone.localdate():
        raise NotNow(_("The day of this meeting has not come yet."))
    state = InvitationState.ATTENDED if came else InvitationState.MISSED
    _write(fresh, state, seats=fresh.seats, refusal=_("Only somebody who said yes can be marked as missing."))
    kind = "came" if came else "did_not_come"
    note_event(help_request=fresh.membership.help_request, kind=kind, by=by)
    record("consultation.attendance", fresh, by=by)


@action
def cancel_consultation(*, consultation: Consultation, by: User) -> None:
    """Calls a meeting off; it vanishes from the inboxes, and whoever might have come is told of news."""
    waiting = (
        Invitation.objects.filter(consultation=consultation, membership__left_at=None)
        .exclude(state=InvitationState.DECLINED.value)
        .select_related("membership__help_request__client__mailbox_key")
    )
    lock_requests(waiting.values_list("membership__help_request_id", flat=True))
    meeting = lock_meeting(consultation)
    if not can_run(by, meeting.legal_case):
        raise Refused
    if meeting.cancelled_at is not None or meeting.starts_at <= timezone.now():
        raise NotNow(_("This meeting is over or called off already."))
    meeting.cancelled_at = timezone.now()
    meeting.save(update_fields=["cancelled_at"])
    for invitation in waiting:
        note_event(help_request=invitation.membership.help_request, kind="meeting_called_off", by=by)
        invited(invitation)
    record("consultation.cancel", meeting, by=by)
