"""The questions, their flags and what each flag asks for: pure."""

from __future__ import annotations

import pytest

from cases.requests.workflow import Flag, Urgency
from cases.screening.steps import INSURED, QUESTIONS, STEPS, flags_of, steps_for, urgency_from

WANTED = {
    "alone": Flag.UNACCOMPANIED_MINOR,
    "violence": Flag.DOMESTIC_VIOLENCE,
    "detained": Flag.DETAINED,
    "torture": Flag.TORTURE_SURVIVOR,
    "ill": Flag.CHRONIC_ILLNESS,
    "waiting": Flag.ASYLUM_NO_WORK_RIGHT,
}


@pytest.mark.parametrize(("question", "flag"), WANTED.items())
def test_yes_raises_the_flag(question: str, flag: Flag) -> None:
    assert flags_of({question: "yes"}) == [flag]
    assert flags_of({question: "no"}) == []


def test_no_safe_place_is_no_roof_tonight() -> None:
    assert flags_of({"roof": "no"}) == [Flag.HOMELESS]
    assert flags_of({"roof": "yes"}) == []


@pytest.mark.parametrize(("insured", "is_raised"), [("no", True), ("", True), ("yes", False)])
def test_pregnant_counts_unless_insurance_is_certain(insured: str, is_raised: bool) -> None:
    assert (flags_of({"pregnant": "yes", "insured": insured}) == [Flag.PREGNANT_UNINSURED]) == is_raised


def test_silence_raises_nothing() -> None:
    assert flags_of({}) == []


def test_every_flag_that_can_be_raised_asks_for_a_step_in_both_countries() -> None:
    for question in QUESTIONS:
        for country in ("PL", "LT"):
            assert steps_for([question.flag.value], country), (question.code, country)
    assert 6 <= len([*QUESTIONS, INSURED]) <= 9
    assert len(STEPS) == len({step.text for step in STEPS.values()})


def test_a_child_alone_is_for_today_and_its_step_stands_before_slower_ones() -> None:
    steps = steps_for(["asylum_no_work_right", "unaccompanied_minor", "homeless"], "PL")
    assert [step.code for step in steps] == ["roof_tonight", "minor_guardian", "asylum_pl"]
    assert STEPS["minor_guardian"].hours == 24


def test_each_country_has_its_own_lines() -> None:
    assert "800 120 002" in steps_for(["domestic_violence"], "PL")[0].text
    assert "8 800 66366" in steps_for(["domestic_violence"], "LT")[0].text


def test_urgency_is_raised_and_never_lowered() -> None:
    assert urgency_from(["homeless"], Urgency.NORMAL) is Urgency.EMERGENCY
    assert urgency_from(["pregnant_uninsured"], Urgency.LOW) is Urgency.HIGH
    assert urgency_from(["chronic_illness"], Urgency.EMERGENCY) is Urgency.EMERGENCY
