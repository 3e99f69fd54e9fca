"""What the invited say, and who came: a family takes several seats, and who finds none waits for one."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.actions.consultation_line import give_up_other_dates
from cases.legal.actions.consultations import is_near
from cases.legal.actions.locks import lock_requests, lock_series
from cases.legal.models import Invitation
from cases.legal.notifications import seat_freed
from cases.legal.permissions import can_run
from cases.legal.queries.consultation_line import in_line
from cases.legal.rules.consultations import Party, fits, mode_at
from cases.legal.workflow import INVITATION_TRANSITIONS, MAY_COME, InvitationState
from cases.requests.actions import note_event, this_hour
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

SAID_KINDS = {
    InvitationState.ACCEPTED: "accepted",
    InvitationState.WAITING: "waits_for_seat",
    InvitationState.DECLINED: "declined",
}


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

    A yes that finds too few free seats waits in line. Raises NotNow when the meeting has begun, never had so
    many seats, or when she who has seats asks for more than are free.
    """
    fresh = _held(invitation)
    _check_who(fresh, by)
    if fresh.consultation.starts_at <= timezone.now() or fresh.consultation.cancelled_at is not None:
        raise NotNow(_("This meeting has begun or was called off."))
    if not 1 <= seats <= 12:
        raise NotNow(_("Choose between 1 and 12 seats."))
    if InvitationState(fresh.state) not in MAY_COME | {InvitationState.DECLINED}:
        raise NotNow(_("This answer can no longer be changed."))
    fresh.needs_interpreter = accept and needs_interpreter
    fresh.replied_at = this_hour() if isinstance(by, ByReceipt) else timezone.now()
    state = _place(fresh, seats) if accept else InvitationState.DECLINED
    if state is InvitationState.ACCEPTED and is_near(fresh.consultation):
        fresh.reminded_at = fresh.replied_at
    refusal = _("This answer can no longer be changed.")
    _write(fresh, state, seats=seats if accept else fresh.seats, refusal=refusal)
    if state is InvitationState.ACCEPTED:
        give_up_other_dates(fresh)
    note_event(help_request=fresh.membership.help_request, kind=SAID_KINDS[state], by=by)
    record("consultation.rsvp", fresh, by=by)
    if in_line(fresh.consultation):
        seat_freed(fresh.consultation_id)
    return fresh


def _check_who(invitation: Invitation, by: ByReceipt | User) -> None:
    if isinstance(by, ByReceipt):
        membership = invitation.membership
        if membership.help_request.client_id != by.client_id or membership.left_at is not None:
            raise Refused
    elif not can_run(by, invitation.consultation.legal_case):
        raise Refused


def _place(invitation: Invitation, seats: int) -> InvitationState:
    """Whether she has her seats now or stands in line; keeps or gives her place in it.

    Whoever waits and asks for more goes to the end of the line; for as many or fewer she keeps her place.
    """
    meeting, state = invitation.consultation, InvitationState(invitation.state)
    if seats > meeting.seats:
        raise NotNow(_("This meeting does not have so many seats. Ask for fewer, or write to us."))
    free, mode = meeting.seats - meeting.seats_taken, mode_at(meeting.starts_at, timezone.now())
    if state is InvitationState.ACCEPTED:
        more = Party(invitation.pk, seats - invitation.seats)
        if more.seats > 0 and not fits(more, in_line(meeting), free=free, total=meeting.seats, mode=mode):
            raise NotNow(_("There are not enough free seats for more of you. You keep the seats you have."))
        return state
    if state is not InvitationState.WAITING or seats > invitation.seats:
        numbers = Invitation.objects.filter(consultation=meeting).aggregate(last=Max("place_in_line"))
        invitation.place_in_line = (numbers["last"] or 0) + 1
    before = in_line(meeting, before=invitation.place_in_line, but=invitation.pk)
    is_free = fits(Party(invitation.pk, seats), before, free=free, total=meeting.seats, mode=mode)
    return InvitationState.ACCEPTED if is_free else InvitationState.WAITING


def _held(invitation: Invitation) -> Invitation:
    """The invitation, fresh, with its request and then all dates of its meeting held."""
    rows = Invitation.objects.select_related("consultation__legal_case", "membership__help_request")
    found: Invitation = rows.get(pk=invitation.pk)
    lock_requests([found.membership.help_request_id])
    lock_series(found.consultation)
    fresh: Invitation = rows.get(pk=invitation.pk)
    return fresh


def _write(invitation: Invitation, state: InvitationState, *, seats: int, refusal: str) -> None:
    """Writes one reply. Raises NotNow for a wrong step or too few seats."""
    before = InvitationState(invitation.state)
    if state is not before and state not in INVITATION_TRANSITIONS[before]:
        raise NotNow(refusal)
    invitation.state, invitation.seats = state.value, seats
    if state is not InvitationState.WAITING:
        invitation.place_in_line = None
    try:
        with transaction.atomic():
            invitation.save(
                update_fields=[
                    *("state", "seats", "replied_at", "needs_interpreter", "place_in_line", "reminded_at"),
                ]
            )
    except IntegrityError as full:  # the check constraint on seats_taken
        raise NotNow(_("There are not enough free seats at this meeting.")) from full


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
