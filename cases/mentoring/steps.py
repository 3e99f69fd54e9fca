"""The first month of a household, as data: keys in order; the words are in the room's templates. Pure."""

from __future__ import annotations

from enum import StrEnum

DAYS = 30
GRACE_DAYS = 5  # the brief closes on day 35 (safety matrix, code clm)
MOST_DAYS = 90  # with all extensions; who needs more needs another kind of help
MENTOR_TIER = 1  # mentors meet people, so they are vetted for contact


class MentorshipStatus(StrEnum):
    RUNNING = "running"
    ENDED = "ended"


class Mood(StrEnum):
    """How it goes, in the mentor's eyes."""

    WELL = "well"
    SO_SO = "so_so"
    HARD = "hard"


class FirstMonthStep(StrEnum):
    MEET = "meet"
    ADDRESS = "address"
    NUMBER = "number"  # PESEL in Poland, asmens kodas in Lithuania
    PHONE_AND_BANK = "phone_and_bank"
    STAY = "stay"
    HEALTH = "health"
    SCHOOL = "school"
    LANGUAGE = "language"
    WORK = "work"
    HANDOVER = "handover"


STEP_DAYS: dict[FirstMonthStep, int] = {
    FirstMonthStep.MEET: 2,
    FirstMonthStep.ADDRESS: 7,
    FirstMonthStep.NUMBER: 10,
    FirstMonthStep.PHONE_AND_BANK: 12,
    FirstMonthStep.STAY: 14,
    FirstMonthStep.HEALTH: 18,
    FirstMonthStep.SCHOOL: 20,
    FirstMonthStep.LANGUAGE: 24,
    FirstMonthStep.WORK: 27,
    FirstMonthStep.HANDOVER: 30,
}
MENTORSHIP_TRANSITIONS: dict[MentorshipStatus, frozenset[MentorshipStatus]] = {
    MentorshipStatus.RUNNING: frozenset({MentorshipStatus.ENDED}),
    MentorshipStatus.ENDED: frozenset(),
}


def steps_for(*, has_school_child: bool) -> list[FirstMonthStep]:
    """The steps of one household; the school step only where there is a child of school age."""
    return [step for step in FirstMonthStep if has_school_child or step is not FirstMonthStep.SCHOOL]
