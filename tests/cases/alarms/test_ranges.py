"""The rules of waves over one simulated year: all three are found, and false alarms are rare."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest

from cases.alarms.rules.limits import Answers, is_quick_again, slow_sign
from cases.alarms.rules.ranges import Arrivals, is_calm, silence_at, usual_of, wave_at
from tests.cases.alarms.simulated import WAVES, Opened, Planted, a_year, false_alarms, found_after, walk

SEED = 3
MONDAY = date(2026, 6, 1)


@cache
def _walked() -> list[Opened]:
    return walk(a_year(SEED))


@pytest.mark.parametrize("wave", WAVES, ids=lambda wave: wave.name)
def test_each_planted_wave_is_found(wave: Planted) -> None:
    days = found_after(wave, _walked())
    assert days is not None
    assert days <= {"sharp": 7, "slow": 56, "small topic": 21}[wave.name]


def test_a_year_brings_no_more_than_six_false_alarms() -> None:
    assert len(false_alarms(_walked())) <= 6


def _flat(weeks: int, a_day: int) -> Arrivals:
    first = MONDAY - timedelta(weeks=weeks)
    return Arrivals({first + timedelta(days=step): a_day for step in range(weeks * 7)}, first)


def test_with_seven_weeks_nothing_is_called_unusual() -> None:
    days = {MONDAY: 50}
    assert wave_at(Arrivals(days, MONDAY - timedelta(weeks=7)), MONDAY) is None
    assert wave_at(Arrivals(days, MONDAY - timedelta(weeks=8)), MONDAY) is not None


def test_five_requests_are_never_a_wave() -> None:
    assert wave_at(Arrivals({MONDAY: 5}, MONDAY - timedelta(weeks=20)), MONDAY) is None


def test_a_monday_is_compared_with_mondays() -> None:
    mondays = {MONDAY - timedelta(weeks=back): 12 for back in range(20)}
    assert wave_at(Arrivals(mondays, MONDAY - timedelta(weeks=20)), MONDAY) is None
    tuesday = Arrivals(mondays | {MONDAY + timedelta(days=1): 12}, MONDAY - timedelta(weeks=20))
    found = wave_at(tuesday, MONDAY + timedelta(days=1))
    assert found is not None
    assert found.days == 1


def test_an_earlier_wave_does_not_hide_the_next() -> None:
    usual = usual_of([10] * 12)
    with_two_waves = usual_of([10] * 10 + [60, 70])
    assert with_two_waves.limit(3.4) == usual.limit(3.4)


def test_an_alarm_lasts_while_one_of_the_last_seven_days_stood_out() -> None:
    days = {MONDAY - timedelta(days=back): 2 for back in range(1, 120)}
    wave = Arrivals(days | {MONDAY: 15}, MONDAY - timedelta(days=119))
    assert not is_calm(wave, MONDAY)
    quiet = {MONDAY + timedelta(days=step): 2 for step in range(1, 60)}
    later = Arrivals(days | {MONDAY: 15} | quiet, MONDAY - timedelta(days=119))
    assert is_calm(later, MONDAY + timedelta(days=40))


def test_hardly_any_requests_are_noticed_where_many_are_usual() -> None:
    busy = {MONDAY - timedelta(days=back): 6 for back in range(8, 120)}
    assert silence_at(Arrivals(busy, MONDAY - timedelta(days=119)), MONDAY - timedelta(days=1)) is not None
    assert silence_at(_flat(20, 6), MONDAY - timedelta(days=1)) is None
    assert silence_at(Arrivals({}, MONDAY - timedelta(weeks=20)), MONDAY) is None, "nothing is usual here"


def test_slow_answers_need_enough_requests_and_a_clear_difference() -> None:
    assert slow_sign(Answers(9, 200), Answers(50, 8)) is None
    assert slow_sign(Answers(20, 14), Answers(50, 8)) is None, "six hours more are not worth an alarm"
    assert slow_sign(Answers(20, 30), Answers(50, 8)) is not None
    assert slow_sign(Answers(20, 80), Answers(50, 70)) is not None, "three days are too long, whatever was"
    assert not is_quick_again(Answers(20, 30), Answers(50, 8))
    assert is_quick_again(Answers(20, 9), Answers(50, 8))
