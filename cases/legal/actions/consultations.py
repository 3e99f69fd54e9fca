"""Meetings with seats: schedule, invite, the client's answer, attendance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.models import Consultation, Invitation, LegalCase, Membership
from cases.legal.notifications import invited
from cases.legal.permissions import can_run
from cases.legal.workflow import INVITATION_TRANSITIONS, InvitationState
from cases.requests.actions import note_event
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
    """A meeting of this case. Raises NotNow when it lies in the past."""
    if not can_run(by, legal_case):
        raise Refused
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
    if not can_run(by, consultation.legal_case):
        raise Refused
    if consultation.cancelled_at is not None or consultation.starts_at <= timezone.now():
        raise NotNow(_("This meeting is over or called off. Choose another one."))
    known = set(Invitation.objects.filter(consultation=consultation).values_list("membership_id", flat=True))
    place = reveal_one(consultation, ["place"], by=by, reason=Reason.LEGAL_CASE)["place"]
    made = []
    for membership in memberships:
        if membership.pk in known or membership.left_at is not None:
            continue
        if membership.legal_case_id != consultation.legal_case_id:
            raise Refused
        invitation = Invitation(consultation=consultation, membership=membership, invited_at=timezone.now())
        seal(invitation, place=place)
        invitation.save(force_insert=True)
        note_event(help_request=membership.help_request, kind="invited", by=by)
        invited(invitation)
        made.append(invitation)
    record("consultation.invite", consultation, by=by)
    return made


@action
def answer_invitation(
    *, invitation: Invitation, accept: bool, seats: int, by: ByReceipt | User
) -> Invitation:
    """The client's yes or no; a family takes several seats. An operator may note it for a caller.

    Raises NotNow when there are not enough seats left, or the meeting has begun.
    """
    fresh = Invitation.objects.select_related("consultation__legal_case", "membership__help_request").get(
        pk=invitation.pk
    )
    Consultation.objects.select_for_update().get(
        pk=fresh.consultation_id
    )  # one after another at the last seat
    fresh.refresh_from_db(fields=["state", "seats"])
    if isinstance(by, ByReceipt):
        if fresh.membership.help_request.client_id != by.client_id or fresh.membership.left_at is not None:
            raise Refused
    elif not can_run(by, fresh.consultation.legal_case):
        raise Refused
    if fresh.consultation.starts_at <= timezone.now() or fresh.consultation.cancelled_at is not None:
        raise NotNow(_("This meeting has begun or was called off."))
    if not 1 <= seats <= 12:
        raise NotNow(_("Choose between 1 and 12 seats."))
    _write_answer(
        fresh,
        InvitationState.ACCEPTED if accept else InvitationState.DECLINED,
        seats if accept else fresh.seats,
    )
    note_event(help_request=fresh.membership.help_request, kind="accepted" if accept else "declined", by=by)
    record("consultation.rsvp", fresh, by=by)
    return fresh


def _write_answer(invitation: Invitation, state: InvitationState, seats: int) -> None:
    before = InvitationState(invitation.state)
    if state is not before and state not in INVITATION_TRANSITIONS[before]:
        raise NotNow(_("This answer can no longer be changed."))
    invitation.state, invitation.seats, invitation.replied_at = state.value, seats, timezone.now()
    try:
        with transaction.atomic():
            invitation.save(update_fields=["state", "seats", "replied_at"])
    except IntegrityError as full:  # the check constraint on seats_taken
        invitation.state = before.value
        raise NotNow(_("There are not enough free seats. Ask for fewer, or write to us.")) from full


@action
def record_attendance(*, invitation: Invitation, came: bool, by: User) -> None:
    """Who came and who did not; can be corrected."""
    if not can_run(by, invitation.consultation.legal_case):
        raise Refused
    state = InvitationState.ATTENDED if came else InvitationState.MISSED
    before = InvitationState(invitation.state)
    if state is not before and state not in INVITATION_TRANSITIONS[before]:
        raise NotNow(_("Only somebody who said yes can be marked here."))
    invitation.state = state.value
    invitation.save(update_fields=["state"])
    kind = "came" if came else "did_not_come"
    note_event(help_request=invitation.membership.help_request, kind=kind, by=by)
    record("consultation.attendance", invitation, by=by)


@action
def cancel_consultation(*, consultation: Consultation, by: User) -> None:
    """Calls a meeting off; it vanishes from the inboxes and everybody is told that there is something new."""
    if not can_run(by, consultation.legal_case):
        raise Refused
    consultation.cancelled_at = timezone.now()
    consultation.save(update_fields=["cancelled_at"])
    waiting = consultation.invitations.select_related("membership__help_request__client").exclude(  # type: ignore[attr-defined]
        state=InvitationState.DECLINED.value
    )
    for invitation in waiting:
        note_event(help_request=invitation.membership.help_request, kind="meeting_called_off", by=by)
        invited(invitation)
    record("consultation.cancel", consultation, by=by)
