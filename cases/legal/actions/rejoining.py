"""The undo of leaving a case by being closed: the same place again, and the seat if it is still free."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from cases.legal.actions.locks import lock_case, lock_meeting
from cases.legal.models import Invitation, Membership
from cases.legal.queries.standing import Place
from cases.legal.workflow import HOLDS_SEATS, CaseStatus, InvitationState
from helpdesk.accounts.errors import NotNow
from helpdesk.audit.guard import action


@action
def come_back(*, place: Place) -> None:
    """Puts a member back where she stood; called by the action that puts her request back.

    A seat that went to somebody else meanwhile stays there, and she waits for the next one. NotNow when the
    case was closed since.
    """
    membership = Membership.objects.select_related("legal_case").get(pk=place.membership_id)
    if lock_case(membership.legal_case).status != CaseStatus.OPEN.value:
        raise NotNow(_("The legal case was closed since. Open the request again instead."))
    membership.left_at, membership.outcome = None, ""
    membership.save(update_fields=["left_at", "outcome"])
    for key, state, place_in_line in place.invitations:
        _invite_back(key, InvitationState(state), place_in_line)


def _invite_back(key: UUID, state: InvitationState, place_in_line: int | None) -> None:
    invitation = Invitation.objects.select_related("consultation").get(pk=key)
    if invitation.state == state.value:
        return
    meeting = lock_meeting(invitation.consultation)
    is_full = meeting.seats_taken + invitation.seats > meeting.seats
    if state in HOLDS_SEATS and is_full:
        state, place_in_line = InvitationState.WAITING, (invitation.place_in_line or 1)
    invitation.state, invitation.place_in_line = state.value, place_in_line
    invitation.save(update_fields=["state", "place_in_line"])
