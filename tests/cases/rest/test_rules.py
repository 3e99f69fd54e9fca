"""How much is too much: weights, heavy work in a row, days in a row, nights. Pure."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rest.rules import (
    Piece,
    Sign,
    Stop,
    burden_of_week,
    heavy_in_a_row,
    is_night,
    longest_row,
    signs,
    stop_for,
)

MONDAY = date(2026, 11, 23)


def _piece(day: int, hours: float = 2, weight: float = 1) -> Piece:
    return Piece(MONDAY + timedelta(days=day), Decimal(str(hours)), Decimal(str(weight)))


def test_an_hour_of_heavy_work_weighs_more() -> None:
    assert burden_of_week([_piece(0, 2), _piece(6, 3, weight=2)], MONDAY) == Decimal(8)


def test_only_the_week_of_the_day_counts() -> None:
    assert burden_of_week([_piece(-1, 9), _piece(7, 9), _piece(3, 1)], MONDAY) == Decimal(1)


def test_work_over_ones_own_hours_has_to_wait() -> None:
    assert stop_for([_piece(0, 3)], _piece(2, 2), cap=4, has_word=False) is Stop.CAP
    assert stop_for([_piece(0, 2)], _piece(2, 2), cap=4, has_word=False) is None


def test_whoever_carries_nothing_may_take_one_task_that_nearly_fits_however_heavy() -> None:
    assert stop_for([], _piece(2, 5, weight=2), cap=4, has_word=False) is None
    assert stop_for([], _piece(2, 6), cap=4, has_word=False) is Stop.CAP


def test_the_third_heavy_one_in_a_row_has_to_wait() -> None:
    two = [_piece(-9, 1, 2), _piece(-5, 1, 2)]
    assert stop_for(two, _piece(0, 1, 2), cap=40, has_word=False) is Stop.HEAVY
    assert stop_for(two, _piece(0, 1, 1), cap=40, has_word=False) is None


def test_a_coordinators_word_opens_what_has_to_wait() -> None:
    two = [_piece(-4, 1, 2), _piece(-2, 1, 2)]
    assert stop_for(two, _piece(0, 1, 2), cap=1, has_word=True) is None


def test_light_work_or_a_week_of_rest_ends_a_row() -> None:
    assert heavy_in_a_row([_piece(-5, 1, 2), _piece(-3, 1, 1), _piece(-1, 1, 2)], MONDAY) == 1
    assert heavy_in_a_row([_piece(-9, 1, 2), _piece(-8, 1, 2)], MONDAY) == 0


def test_seven_days_in_a_row_are_seen_today_or_tomorrow() -> None:
    week = {MONDAY - timedelta(days=back) for back in range(7)}
    assert longest_row(week, MONDAY) == 7
    assert longest_row(week, MONDAY + timedelta(days=1)) == 7
    assert longest_row(week, MONDAY + timedelta(days=2)) == 0


@pytest.mark.parametrize(("hour", "night"), [(21, False), (22, True), (0, True), (5, True), (6, False)])
def test_night_is_from_ten_to_six(hour: int, night: bool) -> None:
    assert is_night(hour) is night


def test_each_sign_has_its_own_reason() -> None:
    week = {MONDAY - timedelta(days=back) for back in range(7)}
    three = {MONDAY, MONDAY - timedelta(days=2), MONDAY - timedelta(days=6)}
    none = {"days": set(), "nights": set(), "burden": Decimal(0), "cap": 4, "today": MONDAY}
    assert signs(**none) == []
    assert signs(**{**none, "days": week}) == [Sign.DAYS]
    assert signs(**{**none, "burden": Decimal("4.5")}) == [Sign.HOURS]
    assert signs(**{**none, "burden": Decimal("4.5"), "cap": 0}) == []
    assert signs(**{**none, "nights": three}) == [Sign.NIGHTS]
    old = {*sorted(three)[1:], MONDAY - timedelta(days=7)}
    assert signs(**{**none, "nights": old}) == []


@given(
    st.lists(st.tuples(st.integers(-20, 0), st.integers(1, 6), st.sampled_from([1, 1.5, 2])), max_size=12),
    st.integers(1, 40),
)
def test_who_keeps_to_the_rules_never_goes_over_by_more_than_one_task(
    work: list[tuple[int, int, float]], cap: int
) -> None:
    taken: list[Piece] = []
    for day, hours, weight in sorted(work):
        wanted = _piece(day, hours, weight)
        before = burden_of_week(taken, wanted.on)
        if stop_for(taken, wanted, cap=cap, has_word=False) is None:
            assert before == 0 or before + wanted.burden <= cap
            taken.append(wanted)
    for piece in taken:
        earlier = [one for one in taken if one.on < piece.on]
        assert not piece.is_heavy or heavy_in_a_row(earlier, piece.on) <= 2
