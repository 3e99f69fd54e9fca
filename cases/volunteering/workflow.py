"""The words of tasks and claims and their tables of steps. Pure."""

from __future__ import annotations

from enum import StrEnum


class TaskStatus(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"  # somebody asked for it; waits for a yes
    TAKEN = "taken"  # approved; the brief is open
    DONE = "done"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class ClaimState(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    REFUSED = "refused"
    RELEASED = "released"
    DONE = "done"
    EXPIRED = "expired"


class TaskKind(StrEnum):
    ACCOMPANY = "accompany"
    INTERPRET = "interpret"
    ENROLMENT = "enrolment"
    HOUSING = "housing"
    TRANSLATION = "translation"
    ERRAND = "errand"
    PHONE_CALL = "phone_call"
    LEAFLETS = "leaflets"


class PartOfDay(StrEnum):
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    ANY = "any"


class VolunteerState(StrEnum):
    APPLIED = "applied"
    VETTED = "vetted"
    LEFT = "left"


class SpokenLevel(StrEnum):
    """How well a language is spoken."""

    BASIC = "basic"
    GOOD = "good"
    NATIVE = "native"


class FreeTime(StrEnum):
    """When somebody usually has time."""

    WEEKDAY = "weekday"
    EVENING = "evening"
    WEEKEND = "weekend"


class OfferWhy(StrEnum):
    """Why a task was brought to somebody."""

    WAITS = "waits"  # nobody has taken it for a day
    DROPPED = "dropped"  # given back shortly before its day
    HAND = "hand"  # somebody at the desk thought of her


class OfferAnswer(StrEnum):
    NONE = ""
    YES = "yes"
    NO = "no"


class CameOf(StrEnum):
    """What came of it, in one line that names nobody."""

    CHILD_STARTS = "child_starts"
    PERMIT_CAME = "permit_came"
    FLAT_FOUND = "flat_found"
    PAPERS_DONE = "papers_done"
    DOCTOR_FOUND = "doctor_found"
    LAWYER_GOES_ON = "lawyer_goes_on"
    OTHERS_GO_ON = "others_go_on"
    SOLVED = "solved"
    NOT_THIS_TIME = "not_this_time"


class FlatState(StrEnum):
    FREE = "free"
    TAKEN = "taken"
    GONE = "gone"


class ViewingResult(StrEnum):
    PLANNED = "planned"
    TAKEN = "taken"
    REFUSED = "refused"  # by the household
    OWNER_NO = "owner_no"
    MISSED = "missed"


class RefusedWhy(StrEnum):
    """Why a flat was not taken; from a list, so that nobody is described."""

    NONE = ""
    PRICE = "price"
    DECLARING = "declaring"
    CONDITION = "condition"
    PLACE = "place"
    CHILDREN = "children"
    FOREIGNERS = "foreigners"
    OTHER = "other"


TASK_TRANSITIONS: dict[TaskStatus, frozenset[TaskStatus]] = {
    TaskStatus.OPEN: frozenset(
        {TaskStatus.CLAIMED, TaskStatus.TAKEN, TaskStatus.WITHDRAWN, TaskStatus.EXPIRED}
    ),
    TaskStatus.CLAIMED: frozenset({TaskStatus.OPEN, TaskStatus.TAKEN, TaskStatus.WITHDRAWN}),
    TaskStatus.TAKEN: frozenset({TaskStatus.OPEN, TaskStatus.DONE, TaskStatus.WITHDRAWN, TaskStatus.EXPIRED}),
    TaskStatus.DONE: frozenset(),
    TaskStatus.WITHDRAWN: frozenset({TaskStatus.OPEN}),  # only by the undo of closing
    TaskStatus.EXPIRED: frozenset({TaskStatus.OPEN}),
}
CLAIM_TRANSITIONS: dict[ClaimState, frozenset[ClaimState]] = {
    ClaimState.REQUESTED: frozenset(
        {ClaimState.APPROVED, ClaimState.REFUSED, ClaimState.RELEASED, ClaimState.EXPIRED}
    ),
    ClaimState.APPROVED: frozenset(
        {ClaimState.DONE, ClaimState.REFUSED, ClaimState.RELEASED, ClaimState.EXPIRED}
    ),
    ClaimState.REFUSED: frozenset(),
    ClaimState.RELEASED: frozenset(),
    ClaimState.DONE: frozenset(),
    ClaimState.EXPIRED: frozenset(),
}
LIVE_CLAIM: frozenset[ClaimState] = frozenset({ClaimState.REQUESTED, ClaimState.APPROVED})
CLAIM_DAYS = 14  # access ends with the claim, at the latest after this many days (safety.md 4)
LIMIT_BY_TIER: dict[int, int] = {0: 1, 1: 2, 2: 2}  # live claims at once (safety matrix, task.claim)
LATE_HOURS = 48  # a task given back so shortly before its day is offered to others at once
WAITING_HOURS = 24  # so long a task waits on the board before it is offered to somebody
OFFERS_AT_ONCE = 3
CAME_DAYS = 90  # so long a helper can read what came of it
MOST_OPENED_CARDS = 60  # a day (safety.md 4)
MOST_PLACES_IN_LINE = 5
