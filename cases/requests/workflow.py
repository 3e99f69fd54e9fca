"""The life of one help request as a table. Pure: buttons, actions and the database trigger all ask it."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    NEW = "new"
    TRIAGED = "triaged"
    ANSWERED = "answered"
    IN_CASE = "in_case"
    WITH_VOLUNTEER = "with_volunteer"
    REFERRED = "referred"
    WAITING_LIST = "waiting_list"
    CLOSED = "closed"


class Urgency(StrEnum):
    EMERGENCY = "emergency"
    HIGH = "high"
    NORMAL = "normal"
    LOW = "low"


class Turn(StrEnum):
    """Who has to move next."""

    US = "us"
    CLIENT = "client"
    OFFICE = "office"
    NOBODY = "nobody"


class Purpose(StrEnum):
    """What a consent is for."""

    VOLUNTEER = "volunteer"
    INTERPRETER = "interpreter"
    PARTNER = "partner"
    EXAMPLE = "example"


class Channel(StrEnum):
    WEB = "web"
    PHONE = "phone"
    MESSENGER = "messenger"
    EMAIL = "email"
    WALK_IN = "walk_in"
    PARTNER = "partner"
    IMPORT = "import"


class Flag(StrEnum):
    """Vulnerability flags; the words of the eval sets and of screening (S23)."""

    UNACCOMPANIED_MINOR = "unaccompanied_minor"
    DOMESTIC_VIOLENCE = "domestic_violence"
    TORTURE_SURVIVOR = "torture_survivor"
    SUICIDAL = "suicidal"
    PREGNANT_UNINSURED = "pregnant_uninsured"
    CHRONIC_ILLNESS = "chronic_illness"
    DISABILITY = "disability"
    SINGLE_PARENT = "single_parent"
    ELDERLY = "elderly"
    ASYLUM_NO_WORK_RIGHT = "asylum_no_work_right"
    HOMELESS = "homeless"
    DETAINED = "detained"
    CHILD_OUT_OF_SCHOOL = "child_out_of_school"


class Outcome(StrEnum):
    SOLVED = "solved"
    ANSWERED = "answered"
    HANDED_ON = "handed_on"
    NOT_POSSIBLE = "not_possible"
    WITHDRAWN = "withdrawn"
    NO_REPLY = "no_reply"
    SPAM = "spam"


class WhySealed(StrEnum):
    """Why a request or a case is for named people only."""

    THREATENED = "threatened"
    KNOWN_HERE = "known_here"
    KNOWN_PERSON = "known_person"
    SHE_ASKED = "she_asked"
    INCIDENT = "incident"


SEALED_OFF = 3  # the highest sensitivity
OPEN: frozenset[Status] = frozenset(Status) - {Status.CLOSED}

_S = Status
TRANSITIONS: dict[Status, frozenset[Status]] = {
    _S.NEW: frozenset(
        {_S.TRIAGED, _S.ANSWERED, _S.IN_CASE, _S.WITH_VOLUNTEER, _S.REFERRED, _S.WAITING_LIST, _S.CLOSED}
    ),
    _S.TRIAGED: frozenset(
        {_S.NEW, _S.ANSWERED, _S.IN_CASE, _S.WITH_VOLUNTEER, _S.REFERRED, _S.WAITING_LIST, _S.CLOSED}
    ),
    _S.ANSWERED: frozenset(
        {_S.TRIAGED, _S.IN_CASE, _S.WITH_VOLUNTEER, _S.REFERRED, _S.WAITING_LIST, _S.CLOSED}
    ),
    # Leaving a group gives the request back exactly as it was, so every open state is reachable from here.
    _S.IN_CASE: frozenset(
        {_S.NEW, _S.TRIAGED, _S.ANSWERED, _S.WITH_VOLUNTEER, _S.REFERRED, _S.WAITING_LIST, _S.CLOSED}
    ),
    _S.WITH_VOLUNTEER: frozenset({_S.NEW, _S.TRIAGED, _S.ANSWERED, _S.IN_CASE, _S.CLOSED}),
    _S.REFERRED: frozenset({_S.TRIAGED, _S.ANSWERED, _S.IN_CASE, _S.CLOSED}),
    _S.WAITING_LIST: frozenset({_S.NEW, _S.TRIAGED, _S.ANSWERED, _S.IN_CASE, _S.CLOSED}),
    # The undo of closing gives back exactly what was; opening again later always leads to TRIAGED.
    _S.CLOSED: frozenset(
        {_S.NEW, _S.TRIAGED, _S.ANSWERED, _S.IN_CASE, _S.WITH_VOLUNTEER, _S.REFERRED, _S.WAITING_LIST}
    ),
}

_TURN: dict[Status, Turn] = {
    _S.NEW: Turn.US,
    _S.TRIAGED: Turn.US,
    _S.ANSWERED: Turn.CLIENT,
    _S.IN_CASE: Turn.US,
    _S.WITH_VOLUNTEER: Turn.US,
    _S.REFERRED: Turn.OFFICE,
    _S.WAITING_LIST: Turn.NOBODY,
    _S.CLOSED: Turn.NOBODY,
}


def may_become(now: Status, then: Status) -> bool:
    """Whether the table has this step."""
    return then in TRANSITIONS[now]


def turn_after(status: Status) -> Turn:
    """Who has to move when a request has just come into this status."""
    return _TURN[status]


def status_after_client_wrote(status: Status) -> Status:
    """A word from the client brings an answered or closed request back to us; else it stays where it is."""
    return Status.TRIAGED if status in {Status.ANSWERED, Status.CLOSED} else status
