"""The first month of a household: steps by country and day, check-ins, what silence leads to. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

DAYS = 30
GRACE_DAYS = 5  # the brief closes on day 35 (safety matrix, code clm)
MOST_DAYS = 90  # with all extensions; who needs more needs another kind of help
MENTOR_TIER = 1  # mentors meet people, so they are vetted for contact
CHECK_IN_DAYS = (1, 3, 7, 14, 21, 30)  # further ones every week, when the month was extended
REMIND_AFTER = 2  # days after a check-in was due: the mentor is reminded
DEPUTY_AFTER = 5  # and after these the deputy steps in, or the desk is asked for one
ESCALATE_AFTER = 3  # days after the end without an outcome: day 33
MOST_HOUSEHOLDS = 3  # what a mentor may say she can carry


class MentorshipStatus(StrEnum):
    RUNNING = "running"
    ENDED = "ended"


class Mood(StrEnum):
    """How it goes, in the mentor's eyes or the household's."""

    WELL = "well"
    SO_SO = "so_so"
    HARD = "hard"


class MonthOutcome(StrEnum):
    """What came of the month."""

    STANDS = "stands"  # on its own feet
    MOSTLY = "mostly"  # something remains, and somebody has it
    STOPPED = "stopped"  # the household did not want to go on
    MOVED = "moved"  # to another city or country
    NO_MENTOR = "no_mentor"  # nobody could go on with it


class Concern(StrEnum):
    """What a private safety signal is about."""

    DANGER = "danger"
    PRESSURE = "pressure"
    MONEY = "money"
    UNEASY = "uneasy"


class FirstMonthStep(StrEnum):
    MEET = "meet"
    SAFETY = "safety"
    PHONE = "phone"
    TRANSPORT = "transport"
    ADDRESS = "address"
    NUMBER = "number"  # PESEL in Poland, asmens kodas in Lithuania
    BANK = "bank"
    STAY = "stay"
    HEALTH = "health"
    SCHOOL = "school"
    LANGUAGE = "language"
    WORK = "work"
    HANDOVER = "handover"


@dataclass(frozen=True)
class StepPlan:
    """One step: its day, and the article that explains it, where there is one."""

    key: FirstMonthStep
    day: int
    article: str = ""


# In Lithuania the personal code comes with the permit, so it stands later; an account needs neither there.
TEMPLATES: dict[str, tuple[StepPlan, ...]] = {
    "PL": (
        StepPlan(FirstMonthStep.MEET, 1),
        StepPlan(FirstMonthStep.SAFETY, 1, "emergency-and-crisis-lines"),
        StepPlan(FirstMonthStep.PHONE, 1),
        StepPlan(FirstMonthStep.TRANSPORT, 3),
        StepPlan(FirstMonthStep.ADDRESS, 3, "address-registration-poland"),
        StepPlan(FirstMonthStep.NUMBER, 7, "pesel-number"),
        StepPlan(FirstMonthStep.BANK, 7, "bank-and-identity-poland"),
        StepPlan(FirstMonthStep.STAY, 14, "mos-application"),
        StepPlan(FirstMonthStep.HEALTH, 14, "nfz-health-insurance"),
        StepPlan(FirstMonthStep.SCHOOL, 14, "school-place-poland"),
        StepPlan(FirstMonthStep.LANGUAGE, 30),
        StepPlan(FirstMonthStep.WORK, 30, "right-to-work-poland"),
        StepPlan(FirstMonthStep.HANDOVER, 30),
    ),
    "LT": (
        StepPlan(FirstMonthStep.MEET, 1),
        StepPlan(FirstMonthStep.SAFETY, 1, "lithuania-crisis-lines"),
        StepPlan(FirstMonthStep.PHONE, 1),
        StepPlan(FirstMonthStep.TRANSPORT, 3),
        StepPlan(FirstMonthStep.ADDRESS, 3),
        StepPlan(FirstMonthStep.BANK, 7),
        StepPlan(FirstMonthStep.STAY, 14, "lithuania-temporary-permit"),
        StepPlan(FirstMonthStep.NUMBER, 14, "lithuania-temporary-permit"),
        StepPlan(FirstMonthStep.HEALTH, 14, "lithuania-health-insurance"),
        StepPlan(FirstMonthStep.SCHOOL, 14, "lithuania-school-vilnius"),
        StepPlan(FirstMonthStep.LANGUAGE, 30),
        StepPlan(FirstMonthStep.WORK, 30, "lithuania-job-and-permit"),
        StepPlan(FirstMonthStep.HANDOVER, 30),
    ),
}
MENTORSHIP_TRANSITIONS: dict[MentorshipStatus, frozenset[MentorshipStatus]] = {
    MentorshipStatus.RUNNING: frozenset({MentorshipStatus.ENDED}),
    MentorshipStatus.ENDED: frozenset(),
}


def plan_for(country: str, *, has_school_child: bool) -> list[StepPlan]:
    """The steps of one household; the school step only where there is a child of school age."""
    return [step for step in TEMPLATES[country] if has_school_child or step.key is not FirstMonthStep.SCHOOL]


def article_of(country: str, key: str) -> str:
    """The article that explains this step here, or nothing."""
    return next((step.article for step in TEMPLATES.get(country, ()) if step.key == key), "")


class Move(StrEnum):
    """What the program does about silence."""

    REMIND = "remind"  # the mentor, once for each check-in that was due
    DEPUTY = "deputy"  # the deputy has the household from now on
    ASK_DEPUTY = "ask_deputy"  # nobody is named: the desk is asked for somebody
    ESCALATE = "escalate"  # past the end without an outcome: the coordinators have it


@dataclass(frozen=True)
class Month:
    """What the next move depends on."""

    starts_on: date
    ends_on: date
    is_ended: bool
    last_sign_on: date | None  # check-in, tick or message of the mentor
    reminded_on: date | None
    has_deputy: bool
    waits_for_deputy: bool
    escalated_on: date | None


def due_check_in(month: Month) -> date | None:
    """The first check-in that is due after the mentor's last sign of life; None after the last one."""
    days = [*CHECK_IN_DAYS, *range(DAYS + 7, MOST_DAYS + 1, 7)]
    dates = [month.starts_on + timedelta(days=day) for day in days]
    heard = month.last_sign_on or month.starts_on - timedelta(days=1)
    return next((day for day in dates if heard < day <= month.ends_on), None)


def next_move(month: Month, today: date) -> Move | None:
    """At most one move a day. The end without an outcome comes before everything else."""
    if month.is_ended:
        return None
    if today >= month.ends_on + timedelta(days=ESCALATE_AFTER):
        return Move.ESCALATE if month.escalated_on is None else None
    due = due_check_in(month)
    late = (today - due).days if due else 0
    if month.waits_for_deputy or late >= DEPUTY_AFTER:
        if month.has_deputy:
            return Move.DEPUTY
        return None if month.waits_for_deputy else Move.ASK_DEPUTY
    if due and late >= REMIND_AFTER and (month.reminded_on is None or month.reminded_on < due):
        return Move.REMIND
    return None
