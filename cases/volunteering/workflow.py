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


TASK_TRANSITIONS: dict[TaskStatus, frozenset[TaskStatus]] = {
    TaskStatus.OPEN: frozenset(
        {TaskStatus.CLAIMED, TaskStatus.TAKEN, TaskStatus.WITHDRAWN, TaskStatus.EXPIRED}
    ),
    TaskStatus.CLAIMED: frozenset({TaskStatus.OPEN, TaskStatus.TAKEN, TaskStatus.WITHDRAWN}),
    TaskStatus.TAKEN: frozenset({TaskStatus.OPEN, TaskStatus.DONE, TaskStatus.WITHDRAWN, TaskStatus.EXPIRED}),
    TaskStatus.DONE: frozenset(),
    TaskStatus.WITHDRAWN: frozenset(),
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
