"""The words of legal cases, member steps and invitations, and their tables of steps. Pure."""

from __future__ import annotations

from enum import StrEnum

from cases.requests.workflow import Outcome


class CaseStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"


class StepState(StrEnum):
    TODO = "todo"
    DONE = "done"
    NOT_NEEDED = "not_needed"


class WhyGranted(StrEnum):
    """Why somebody may open a case. One who became its lawyer needs no other reason, and no last day."""

    ASSIGNED = "assigned"
    SECOND_LAWYER = "second_lawyer"
    HEARING = "hearing"
    LANGUAGE = "language"
    STAND_IN = "stand_in"
    DESK_WORK = "desk_work"


class GrantEnd(StrEnum):
    """How a grant ended, where it did not simply reach its last day."""

    NOT_CONFIRMED = "not_confirmed"
    TAKEN_BACK = "taken_back"
    HANDED_OVER = "handed_over"
    CASE_CLOSED = "case_closed"
    RENEWED = "renewed"


class Work(StrEnum):
    """What minutes were spent on."""

    TALK = "talk"
    PAPERS = "papers"
    OFFICE = "office"
    MEETING = "meeting"
    OTHER = "other"


class InvitationState(StrEnum):
    INVITED = "invited"
    WAITING = "waiting"  # she said yes, and no seats were free for her
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
    # some come without a reply, or although they only waited for a seat
    _I.INVITED: frozenset({_I.WAITING, _I.ACCEPTED, _I.DECLINED, _I.ATTENDED}),
    _I.WAITING: frozenset({_I.ACCEPTED, _I.DECLINED, _I.ATTENDED}),
    _I.ACCEPTED: frozenset({_I.DECLINED, _I.ATTENDED, _I.MISSED}),
    _I.DECLINED: frozenset({_I.INVITED, _I.WAITING, _I.ACCEPTED}),  # to INVITED only by the undo of closing
    _I.ATTENDED: frozenset({_I.MISSED}),
    _I.MISSED: frozenset({_I.ATTENDED}),
}
HOLDS_SEATS = frozenset({_I.ACCEPTED, _I.ATTENDED, _I.MISSED})
MAY_COME = frozenset({_I.INVITED, _I.WAITING, _I.ACCEPTED})  # before the meeting: whoever said no is left out
# Ends that say "she was helped", or that somebody else helps her now.
COUNTS_AS_HELP = frozenset({Outcome.SOLVED, Outcome.ANSWERED, Outcome.HANDED_ON})
