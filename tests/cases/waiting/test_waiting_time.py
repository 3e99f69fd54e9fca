"""The waiting time told keeps its promise: of ten people eight fall into the range, whatever the season."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from cases.requests.models import HelpRequest
from cases.waiting.actions import reckon_waiting_times
from cases.waiting.models import WaitingTime
from cases.waiting.queries import usual_wait
from cases.waiting.rules import ENOUGH_ANSWERS, Asked, Range, reckon, told_range, waited
from helpdesk.audit.guard import writing
from tests.factories.accounts import OfficeFactory
from tests.factories.requests import make_request, make_topic

START = datetime(2025, 1, 1, tzinfo=UTC)
MEDIAN_HOURS: dict[str, Callable[[int], float]] = {
    "steady": lambda day: 60,
    "slower every week": lambda day: 30 + day * 0.5,
    "a wave in summer": lambda day: 160 if 150 < day < 230 else 40,
    "within a day": lambda day: 6,
}


def a_year(season: str, seed: int) -> list[Asked]:
    """A year of twenty requests a week, answered in office hours after a skewed time."""
    dice = random.Random(seed)
    rows, moment = [], START
    while moment < START + timedelta(days=365):
        moment += timedelta(days=dice.expovariate(20 / 7))
        hours = MEDIAN_HOURS[season]((moment - START).days) * math.exp(dice.gauss(0, 0.7))
        answered = moment + timedelta(hours=hours)
        while answered.weekday() > 4 or not 9 <= answered.hour < 18:
            answered += timedelta(hours=1)
        rows.append(Asked(moment.replace(minute=0, second=0, microsecond=0), answered))
    return rows


@pytest.mark.parametrize("season", MEDIAN_HOURS)
def test_the_range_told_each_day_holds_for_eight_of_ten(season: str) -> None:
    rows = a_year(season, seed=7)
    told = kept = 0
    today, known = None, None
    for one in rows:
        if one.received_at.date() != today:
            today = one.received_at.date()
            half_a_year = one.received_at - timedelta(days=180)
            known = reckon([row for row in rows if row.received_at > half_a_year], one.received_at)
        if known is not None and one.answered_at is not None:
            told, kept = told + 1, kept + known.range.holds(waited(one, one.answered_at))
    assert told > 800
    assert 0.75 <= kept / told <= 0.85


def test_too_few_answers_tell_nothing() -> None:
    now = START + timedelta(days=30)
    rows = [Asked(START, START + timedelta(hours=5)) for _ in range(ENOUGH_ANSWERS - 1)]
    assert reckon(rows, now) is None
    assert reckon([*rows, Asked(START, START + timedelta(hours=5))], now) is not None


def test_who_still_waits_longer_than_was_told_counts_as_a_broken_promise() -> None:
    answered = [
        Asked(START + timedelta(hours=i), START + timedelta(hours=i + 5)) for i in range(2 * ENOUGH_ANSWERS)
    ]
    now = START + timedelta(days=30)
    waiting = [Asked(START + timedelta(days=10), None) for _ in range(10)]
    before, after = reckon(answered, now), reckon([*answered, *waiting], now)
    assert before is not None
    assert after is not None
    assert after.told - before.told == 10
    assert after.kept == before.kept
    assert after.range.high >= before.range.high


@given(st.lists(st.floats(0, 5000), min_size=1, max_size=80), st.floats(0.4, 0.995))
def test_what_is_said_aloud_never_promises_less_than_was_measured(hours: list[float], share: float) -> None:
    told = told_range(hours, share)
    assert 0 <= told.low <= told.high
    assert told.low <= median(hours) <= told.high + 1e-6
    if told.is_in_days:
        assert told.low % 24 == 0
        assert told.high % 24 == 0


@pytest.mark.django_db
def test_the_page_reads_one_row_and_a_subtopic_leans_on_the_topic_above() -> None:
    root = make_topic("legalization")
    child = make_topic("permit", parent=root)
    office = OfficeFactory.create()
    for days in range(ENOUGH_ANSWERS):
        one = make_request(office=office, topic=root)
        came = timezone.now() - timedelta(days=30 + days)
        with writing():
            HelpRequest.objects.filter(pk=one.pk).update(
                received_at=came, first_answered_at=came + timedelta(days=2 + days % 3)
            )
    assert reckon_waiting_times() == 1
    assert WaitingTime.objects.get().answers == ENOUGH_ANSWERS
    with CaptureQueriesContext(connection) as asked:
        found = usual_wait(child, office.country)
        assert usual_wait(root, office.country) == found
    assert len(asked) == 1
    assert found == Range(48, 96)
    assert usual_wait(child, "LT") is None
    assert usual_wait(None, office.country) is None
