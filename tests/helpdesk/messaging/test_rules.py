"""Promises of the rules of contact: hours, back-off, nothing without consent."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk.messaging.rules import (
    ContactRules,
    Kind,
    client_moment,
    is_safe_hour,
    next_safe_moment,
    staff_moment,
    wait_after,
)

WARSAW = ZoneInfo("Europe/Warsaw")
hours = st.integers(0, 23)
NEW_YEAR = datetime(2026, 1, 2, tzinfo=WARSAW)
moments = st.integers(0, 80 * 24 * 60).map(lambda minutes: NEW_YEAR + timedelta(minutes=minutes))
jitters = st.integers(0, 1799).map(lambda seconds: timedelta(seconds=seconds))


@given(moments, hours, hours, jitters)
def test_a_client_is_never_told_outside_her_hours(
    now: datetime, earliest: int, latest: int, jitter: timedelta
) -> None:
    moment = client_moment(now, earliest, latest, jitter)
    assert is_safe_hour(moment.hour, earliest, latest)
    assert now <= moment <= now + timedelta(days=2)


def test_hours_over_midnight_are_one_window() -> None:
    night = datetime(2026, 2, 3, 23, 30, tzinfo=WARSAW)
    noon = datetime(2026, 2, 3, 12, 0, tzinfo=WARSAW)
    assert next_safe_moment(night, 22, 6) == night
    assert next_safe_moment(noon, 22, 6) == noon.replace(hour=22)


def test_a_closed_window_waits_for_the_next_morning() -> None:
    evening = datetime(2026, 2, 3, 20, 15, tzinfo=WARSAW)
    assert next_safe_moment(evening, 9, 18) == datetime(2026, 2, 4, 9, 0, tzinfo=WARSAW)


def test_danger_goes_at_once_and_the_rest_at_the_full_hour() -> None:
    now = datetime(2026, 2, 3, 10, 20, 5, tzinfo=WARSAW)
    assert staff_moment(now, Kind.DANGER) == now
    assert staff_moment(now, Kind.ANSWER) == datetime(2026, 2, 3, 11, 0, tzinfo=WARSAW)


@pytest.mark.parametrize(("attempts", "minutes"), [(0, 1), (1, 1), (2, 2), (5, 16), (40, 360)])
def test_waiting_doubles_up_to_six_hours(attempts: int, minutes: int) -> None:
    assert wait_after(attempts) == timedelta(minutes=minutes)


def test_an_address_never_shows_when_rules_are_printed() -> None:
    rules = ContactRules(wants=True, address="vera@example.org", word="linden")
    assert "vera" not in repr(rules)
    assert "linden" not in repr(rules)
