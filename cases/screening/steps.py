"""The questions, the flags they raise and the step that each flag asks for, as data. Pure.

Sources: ../shared/domain/needs.md 4 (who is vulnerable) and facts.md (numbers in brackets beside a step).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cases.requests.workflow import Flag, Urgency


def _(text: str) -> str:
    """Marks a source string; whoever shows it translates it."""
    return text


class StepState(StrEnum):
    """What somebody decided about a required step; without a decision it is open."""

    DONE = "done"
    NOT_NEEDED = "not_needed"


YES, NO = "yes", "no"


@dataclass(frozen=True)
class Question:
    """One plain question with yes, no, and no answer; `flag` stands when the answer is `when`."""

    code: str
    text: str
    flag: Flag
    when: str = YES
    unless: str = ""  # a second question: answered yes, it takes the flag away


@dataclass(frozen=True)
class RequiredStep:
    """What has to be done when a flag stands; `hours` from the moment when somebody sees it."""

    code: str
    flag: Flag
    text: str
    hours: int
    countries: tuple[str, ...] = ("PL", "LT")


QUESTIONS: tuple[Question, ...] = (
    Question("roof", _("Do you have a safe place to sleep tonight?"), Flag.HOMELESS, when=NO),
    Question(
        "alone",
        _("Is somebody of you under 18 and here without parents or guardian?"),
        Flag.UNACCOMPANIED_MINOR,
    ),
    Question(
        "violence",
        _("Does somebody close hurt you or your children, or threaten you?"),
        Flag.DOMESTIC_VIOLENCE,
    ),
    Question(
        "detained",
        _("Is somebody of you held now by the police, the border guard or another authority?"),
        Flag.DETAINED,
    ),
    Question(
        "torture",
        _("Was somebody of you beaten or tortured in Belarus, or held there in bad conditions?"),
        Flag.TORTURE_SURVIVOR,
    ),
    Question("pregnant", _("Is somebody of you pregnant?"), Flag.PREGNANT_UNINSURED, unless="insured"),
    Question(
        "ill", _("Is somebody of you ill and needs treatment or medicine all the time?"), Flag.CHRONIC_ILLNESS
    ),
    Question(
        "waiting",
        _("Do you wait for a decision about protection and may not work yet?"),
        Flag.ASYLUM_NO_WORK_RIGHT,
    ),
)
# Raises nothing by itself.
INSURED = ("insured", _("Do those who are ill or pregnant have health insurance?"))

_STEPS: tuple[RequiredStep, ...] = (
    RequiredStep(
        "minor_guardian",
        Flag.UNACCOMPANIED_MINOR,
        _(
            "Bring the child to adults who answer for it: call the office for children or the police "
            "(112) and ask for a guardian. Do not leave the child alone tonight."
        ),
        24,
    ),
    RequiredStep(  # PL-22
        "violence_pl",
        Flag.DOMESTIC_VIOLENCE,
        _(
            "Find a safe place together and give the line for violence at home: Niebieska Linia 800 "
            "120 002, free, day and night. In danger now: 112."
        ),
        24,
        ("PL",),
    ),
    RequiredStep(  # LT-14
        "violence_lt",
        Flag.DOMESTIC_VIOLENCE,
        _(
            "Find a safe place together and give the women's line 8 800 66366, day and night; a "
            "specialised help centre helps without cost. In danger now: 112."
        ),
        24,
        ("LT",),
    ),
    RequiredStep(
        "detained_lawyer",
        Flag.DETAINED,
        _(
            "Hand it to a lawyer today: where the person is held, by whom, since when, and which "
            "paper was given."
        ),
        24,
    ),
    RequiredStep(
        "torture_lawyer",
        Flag.TORTURE_SURVIVOR,
        _(
            "Offer a lawyer for protection and somebody to talk to. Ask for no details again: it is "
            "written already."
        ),
        72,
    ),
    RequiredStep(  # PL-15
        "pregnant_pl",
        Flag.PREGNANT_UNINSURED,
        _(
            "Check the way to health insurance (work, family member, contract with NFZ) and name a "
            "place for check-ups until then. Pain or bleeding: 112."
        ),
        72,
        ("PL",),
    ),
    RequiredStep(  # LT-09
        "pregnant_lt",
        Flag.PREGNANT_UNINSURED,
        _(
            "Check the way to health insurance (PSD through work, or a private policy) and name a "
            "place for check-ups until then. Pain or bleeding: 112."
        ),
        72,
        ("LT",),
    ),
    RequiredStep(
        "illness_treatment",
        Flag.CHRONIC_ILLNESS,
        _("Check that treatment goes on: insurance, a doctor, and for how many days the medicine lasts."),
        72,
    ),
    RequiredStep(
        "roof_tonight",
        Flag.HOMELESS,
        _("Find a bed for tonight: shelter, partner or volunteer. Say to the person where and until when."),
        12,
    ),
    RequiredStep(  # PL-09
        "asylum_pl",
        Flag.ASYLUM_NO_WORK_RIGHT,
        _(
            "Check what the reception centre gives, and write down the day from which UDSC can "
            "confirm the right to work: six months after the application without a decision."
        ),
        168,
        ("PL",),
    ),
    RequiredStep(  # LT-04
        "asylum_lt",
        Flag.ASYLUM_NO_WORK_RIGHT,
        _(
            "Check the allowance of the Reception and Integration Agency, and write down the day from "
            "which work is allowed: six months after the application without a decision."
        ),
        168,
        ("LT",),
    ),
)
STEPS: dict[str, RequiredStep] = {step.code: step for step in _STEPS}
URGENCY_OF: dict[Flag, Urgency] = {
    Flag.HOMELESS: Urgency.EMERGENCY,
    Flag.UNACCOMPANIED_MINOR: Urgency.EMERGENCY,
    Flag.DOMESTIC_VIOLENCE: Urgency.EMERGENCY,
    Flag.DETAINED: Urgency.EMERGENCY,
    Flag.PREGNANT_UNINSURED: Urgency.HIGH,
}


def flags_of(answers: dict[str, str]) -> list[Flag]:
    """The flags that these answers raise; what was left out raises nothing."""
    return [
        question.flag
        for question in QUESTIONS
        if answers.get(question.code) == question.when
        and not (question.unless and answers.get(question.unless) == YES)
    ]


def steps_for(flags: list[str], country: str) -> list[RequiredStep]:
    """What these flags ask for in this country, the most pressing first."""
    found = [step for step in _STEPS if step.flag.value in flags and country in step.countries]
    return sorted(found, key=lambda step: step.hours)


def urgency_from(flags: list[str], now: Urgency) -> Urgency:
    """The urgency with these flags: raised where one of them must not wait, never lowered."""
    order = list(Urgency)
    found = [urgency for flag, urgency in URGENCY_OF.items() if flag.value in flags]
    return min([now, *found], key=order.index)
