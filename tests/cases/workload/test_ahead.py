"""Four weeks ahead: an honest range, nothing said too early, and what a change would do."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.requests.models import HelpRequest
from cases.requests.workflow import Status
from cases.workload.queries.ahead import Wish, ahead, paces_of
from cases.workload.rules import monday_of
from cases.workload.rules.forecast import (
    Change,
    Flow,
    arrivals_ahead,
    backlog_ahead,
    day_shares,
    level_of,
    week_weight,
)
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from knowledge.articles.models import Topic
from tests.cases.alarms.counted import count_days, usual_days
from tests.cases.alarms.simulated import FIRST, a_year
from tests.factories.requests import make_request, make_topic
from tests.personas import SignIn

SHARES = (0.2, 0.2, 0.2, 0.15, 0.15, 0.05, 0.05)
FLAT = [1.0] * 12


def _flow(came: list[int], closed: list[int]) -> Flow:
    return Flow(came, closed, [1.0] * len(came), [1.0] * 4)


def test_eight_of_ten_weeks_of_a_simulated_year_fall_into_the_range() -> None:
    year = a_year(5)
    weeks = [
        sum(by_day[FIRST + timedelta(days=7 * week + day)] for by_day in year.values() for day in range(7))
        for week in range(60)
    ]
    kept = told = 0
    for at in range(10, 57, 2):
        known = weeks[max(0, at - 26) : at]
        for ahead_by, said in enumerate(arrivals_ahead(_flow(known, known)), start=at):
            told, kept = told + 1, kept + said.holds(weeks[ahead_by])
    assert 0.68 <= kept / told <= 0.92


def test_seven_weeks_are_not_enough() -> None:
    assert arrivals_ahead(_flow([10] * 7, [10] * 7)) == []
    assert backlog_ahead(_flow([10] * 7, [10] * 7), 50) == []
    assert len(arrivals_ahead(_flow([10] * 8, [10] * 8))) == 4


def test_one_odd_week_moves_the_level_only_a_little() -> None:
    assert level_of([100.0] * 12) == 100
    assert level_of([100.0] * 11 + [1000.0]) < 125


def test_the_range_grows_with_what_was_guessed_wrong() -> None:
    calm = arrivals_ahead(_flow([100] * 20, [100] * 20))[0]
    wild = arrivals_ahead(_flow([60, 140] * 10, [100] * 20))[0]
    assert wild.high - wild.low > 2 * (calm.high - calm.low)


def test_a_holiday_is_taken_for_a_sunday() -> None:
    assert week_weight(date(2026, 6, 8), SHARES, "PL") == 1
    assert week_weight(date(2026, 11, 9), SHARES, "PL") == pytest.approx(0.85)  # a Wednesday off
    assert week_weight(date(2026, 11, 9), SHARES, "LT") == 1
    assert day_shares({}) == (1 / 7,) * 7


def test_a_backlog_grows_by_what_is_not_closed_and_never_falls_below_nothing() -> None:
    assert [one.middle for one in backlog_ahead(_flow([20] * 12, [15] * 12), 100)] == [105, 110, 115, 120]
    assert [one.middle for one in backlog_ahead(_flow([5] * 12, [15] * 12), 12)] == [2, 0, 0, 0]


def test_less_arrivals_and_more_hands_shrink_it() -> None:
    flow = _flow([20] * 12, [15] * 12)
    paused = backlog_ahead(flow, 100, Change(less_arrivals=0.5))
    helped = backlog_ahead(flow, 100, Change(more_closings=10))
    assert (paused[-1].middle, helped[-1].middle) == (80, 80)


@pytest.fixture
def counted(office_warsaw: Office) -> tuple[Topic, Topic]:
    """Two topics with ten requests a week each, fourteen closed in a week, for twenty weeks."""
    topics = (make_topic("permits"), make_topic("housing"))
    count_days(office_warsaw, {topic: usual_days(timezone.localdate()) for topic in topics})
    return topics


@pytest.mark.django_db
def test_a_pause_takes_its_topic_off_the_arrivals(
    hanna_coordinator: User, counted: tuple[Topic, Topic]
) -> None:
    now = ahead(hanna_coordinator, Wish())
    paused = ahead(hanna_coordinator, Wish(topic=counted[0]))
    assert now.changed == []
    assert now.backlog == 80
    assert paused.as_now == now.as_now
    assert paused.changed[-1].middle < now.as_now[-1].middle
    assert paused.on_the_list == pytest.approx(sum(one.middle for one in now.arrivals) / 2, abs=1)


@pytest.mark.django_db
def test_a_new_lawyer_counts_like_those_who_are_here(
    hanna_coordinator: User, maks_lawyer: User, office_warsaw: Office, counted: tuple[Topic, Topic]
) -> None:
    this = monday_of(timezone.localdate())
    moment = timezone.now() - timedelta(days=14)
    for _ in range(16):
        row = make_request(office=office_warsaw, status=Status.CLOSED)
        with writing():
            HelpRequest.objects.filter(pk=row.pk).update(assigned_to=maks_lawyer, closed_at=moment)
    (pace,) = paces_of(office_warsaw.pk, this)
    assert (pace.role, pace.people, pace.a_week) == (Role.LAWYER, 1, 2.0)
    assert ahead(hanna_coordinator, Wish(lawyers=1, operators=1)).unknown == [Role.OPERATOR]
    page = ahead(hanna_coordinator, Wish(lawyers=2))
    assert page.as_now[-1].middle - page.changed[-1].middle == pytest.approx(16, abs=3)


@pytest.mark.django_db
def test_the_page_says_when_it_cannot_know_yet(
    client: Client, sign_in: SignIn, hanna_coordinator: User, office_warsaw: Office
) -> None:
    User.objects.filter(pk=hanna_coordinator.pk).update(language="en")
    page = sign_in(client, hanna_coordinator).get("/desk/workload/ahead/")
    assert "Not enough weeks yet" in page.content.decode()


@pytest.mark.django_db
def test_the_page_draws_both_charts_with_their_tables_in_few_queries(
    client: Client,
    sign_in: SignIn,
    hanna_coordinator: User,
    counted: tuple[Topic, Topic],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    User.objects.filter(pk=hanna_coordinator.pk).update(language="en")
    sign_in(client, hanna_coordinator).get("/desk/workload/ahead/")
    with django_assert_max_num_queries(10):
        page = client.get(f"/desk/workload/ahead/?topic={counted[0].pk}&lawyers=2&operators=")
    text = page.content.decode()
    assert (text.count("<svg class="), text.count("<table")) >= (2, 2)
    assert "Open in four weeks:" in text
    assert client.get("/desk/workload/ahead/?lawyers=many").status_code == 422


@pytest.mark.django_db
def test_only_coordinators_look_ahead(client: Client, sign_in: SignIn, alena_operator: User) -> None:
    assert sign_in(client, alena_operator).get("/desk/workload/ahead/").status_code == 403
