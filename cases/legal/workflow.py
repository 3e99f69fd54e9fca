"""The words of legal cases, member steps and invitations, and their tables of steps. Pure."""

from __future__ import annotations

from enum import StrEnum


class CaseStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class StepState(StrEnum):
    TODO = "todo"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class InvitationState(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    ATTENDED = "attended"
    MISSED = "missed"


CASE_TRANSITIONS: dict[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.OPEN: frozenset({CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset({CaseStatus.OPEN}),
}
_I = InvitationState
INVITATION_TRANSITIONS: dict[InvitationState, frozenset[InvitationState]] = {
    _I.INVITED: frozenset({_I.ACCEPTED, _I.DECLINED, _I.ATTENDED}),  # some come without a reply
    _I.ACCEPTED: frozenset({_I.DECLINED, _I.ATTENDED, _I.MISSED}),
    _I.DECLINED: frozenset({_I.ACCEPTED}),
    _I.ATTENDED: frozenset({_I.MISSED}),
    _I.MISSED: frozenset({_I.ATTENDED}),
}
HOLDS_SEATS = frozenset({_I.ACCEPTED, _I.ATTENDED, _I.MISSED})
