"""The coordinator's page: right figures, her office only, and no more queries with more rows."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.casefile.actions.exclusions import exclude
from cases.requests.actions import add_staff_message, change_status
from cases.requests.models import HelpRequest
from cases.requests.workflow import SEALED_OFF, Outcome, Status, Urgency
from cases.workload.actions.days import count_days
from cases.workload.queries.dashboard import Dashboard, dashboard
from cases.workload.queries.times import times
from cases.workload.rules import last_weeks, monday_of
from cases.workload.rules.load import coarse
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from tests.factories.requests import make_holder, make_request, make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_times() -> None:
    cache.clear()


def board_of(user: User) -> Dashboard:
    board = dashboard(user)
    assert board is not None
    return board


def change(row: HelpRequest, **values: Any) -> HelpRequest:
    with writing():
        HelpRequest.objects.filter(pk=row.pk).update(**values)
    return row


def ago(days: float) -> Any:
    return timezone.now() - timedelta(days=days)


def test_weeks_begin_on_monday_and_end_with_this_one() -> None:
    today = timezone.localdate()
    weeks = last_weeks(today)
    assert len(weeks) == 12
    assert weeks[-1] == monday_of(today)
    assert all(week.weekday() == 0 for week in weeks)


def test_figures_of_other_offices_are_coarse() -> None:
    assert [coarse(count) for count in (0, 9, 10, 12, 13, 118)] == [None, None, 10, 10, 15, 120]


def test_open_new_and_overdue_are_counted_for_the_own_office_only(
    hanna_coordinator: User, office_warsaw: Office, office_vilnius: Office
) -> None:
    fresh = make_request(office=office_warsaw, topic=make_topic())
    late = make_request(office=office_warsaw, topic=make_topic("housing"))
    make_request(office=office_vilnius)
    change(late, received_at=ago(20), turn_since=ago(20))
    board = board_of(hanna_coordinator)
    assert (board.now.open, board.now.new, board.now.late) == (2, 1, 1)
    assert {need.code: need.count for need in board.needs}["nobody"] == 2
    assert {line.key: line.tally.late for line in board.topics} == {"legalization": 0, "housing": 1}
    assert board.now.oldest is not None
    assert board.now.oldest < fresh.received_at


def test_a_passed_deadline_is_overdue_however_fresh(hanna_coordinator: User, office_warsaw: Office) -> None:
    change(make_request(office=office_warsaw), deadline_on=timezone.localdate() - timedelta(days=1))
    change(make_request(office=office_warsaw), deadline_on=timezone.localdate() + timedelta(days=6))
    change(make_request(office=office_warsaw), deadline_on=timezone.localdate() + timedelta(days=7))
    now = board_of(hanna_coordinator).now
    assert (now.late, now.due) == (1, 1)


def test_turn_and_weight_by_hand(
    hanna_coordinator: User, alena_operator: User, office_warsaw: Office
) -> None:
    for urgency, turn in ((Urgency.EMERGENCY, "us"), (Urgency.NORMAL, "us"), (Urgency.HIGH, "client")):
        change(make_request(office=office_warsaw, urgency=urgency), turn=turn, assigned_to=alena_operator)
    change(make_request(office=office_warsaw, urgency=Urgency.LOW), turn="office", city="Łódź", language="ru")
    board = board_of(hanna_coordinator)
    assert (board.now.ours, board.now.theirs, board.now.weight) == (2, 2, 8)
    by_name = {line.name: line.tally for line in board.people}
    assert (by_name["Alena"].weight, by_name["Alena"].ours) == (7, 2)
    assert {line.name: line.tally.open for line in board.cities} == {"Warszawa": 3, "Łódź": 1}
    assert [line.tally.open for line in board.languages] == [3, 1]


def test_the_age_of_the_backlog_stands_in_bands(hanna_coordinator: User, office_warsaw: Office) -> None:
    for days, turn in ((1, "us"), (2.9, "client"), (3.1, "us"), (20, "us"), (400, "us")):
        change(make_request(office=office_warsaw), received_at=ago(days), turn=turn)
    ours, theirs = (list(row.values) for row in board_of(hanna_coordinator).age.rows)
    assert ours == [1, 1, 0, 1, 0, 0, 1]
    assert theirs == [1, 0, 0, 0, 0, 0, 0]


def test_first_answers_give_median_and_ninth_decile(
    hanna_coordinator: User, alena_operator: User, office_warsaw: Office
) -> None:
    assert (times(hanna_coordinator).first_answer.count, times(hanna_coordinator).outcome.median) == (0, None)
    for hours in (1, 2, 3, 4, 10):
        row = make_request(office=office_warsaw)
        add_staff_message(help_request=row, body="Добры дзень", language="be", by=alena_operator)
        change(row, first_answered_at=row.received_at + timedelta(hours=hours))
    cache.clear()
    found = times(hanna_coordinator).first_answer
    assert (found.count, found.median, found.slow) == (5, 3.0, 7.6)


def test_the_time_to_an_outcome_leaves_spam_out(hanna_coordinator: User, office_warsaw: Office) -> None:
    for days, outcome in (
        (2, Outcome.SOLVED),
        (4, Outcome.SOLVED),
        (6, Outcome.HANDED_ON),
        (90, Outcome.SPAM),
    ):
        make_request(office=office_warsaw, received_at=ago(days), status=Status.CLOSED, outcome=outcome)
    found = times(hanna_coordinator).outcome
    assert (found.count, found.median) == (3, 4.0)


def test_closed_requests_show_in_the_week_they_were_closed(
    hanna_coordinator: User, alena_operator: User, office_warsaw: Office
) -> None:
    row = make_request(office=office_warsaw)
    change_status(
        help_request=row, to=Status.CLOSED, by=alena_operator, kind="closed", outcome=Outcome.SOLVED.value
    )
    count_days()
    came, closed = (list(series.values) for series in board_of(hanna_coordinator).flow.rows)
    assert came == closed == [0] * 11 + [1]


def test_what_is_sealed_off_is_in_no_figure(hanna_coordinator: User, office_warsaw: Office) -> None:
    change(make_request(office=office_warsaw, topic="sealed"), sensitivity=SEALED_OFF, city="Sopot")
    make_request(office=office_warsaw, status=Status.CLOSED)
    count_days()
    board = board_of(hanna_coordinator)
    assert (board.now.open, board.topics, board.cities, board.people) == (0, [], [], [])
    assert [sum(row.values) for row in board.flow.rows] == [1, 1]
    assert [sum(row.values) for row in board.age.rows] == [0, 0]


def test_who_keeps_her_away_is_in_no_figure(hanna_coordinator: User, office_warsaw: Office) -> None:
    holder = make_holder(office=office_warsaw)
    make_request(client=holder.client, status=Status.CLOSED)
    make_request(client=holder.client)
    make_request(office=office_warsaw)
    count_days()
    assert sum(board_of(hanna_coordinator).flow.rows[0].values) == 3
    exclude(
        client=holder.client, name=hanna_coordinator.name, by=ByReceipt(holder.client.pk), opener=holder.key
    )
    board = board_of(hanna_coordinator)
    assert board.now.open == 1
    assert [sum(row.values) for row in board.flow.rows] == [1, 0]
    assert board.times.outcome.count == 0


def test_the_page_needs_no_more_queries_with_more_requests(
    client: Client,
    sign_in: SignIn,
    hanna_coordinator: User,
    alena_operator: User,
    office_warsaw: Office,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    sign_in(client, hanna_coordinator)
    for number in range(12):
        row = make_request(
            office=office_warsaw, topic=make_topic(f"topic-{number % 4}"), city=f"City {number}"
        )
        change(row, assigned_to=alena_operator if number % 2 else None)
    client.get("/desk/workload/")
    with django_assert_max_num_queries(12):
        page = client.get("/desk/workload/")
    assert page.status_code == 200
    assert page.content.count(b"<table") == 9, "three charts, four tables of load, speed, offices"


def test_an_empty_desk_says_so(client: Client, sign_in: SignIn, hanna_coordinator: User) -> None:
    assert "Nothing to count yet" in _english(sign_in(client, hanna_coordinator), hanna_coordinator)


def test_operators_have_no_dashboard(client: Client, sign_in: SignIn, alena_operator: User) -> None:
    assert sign_in(client, alena_operator).get("/desk/workload/").status_code == 403


def _english(client: Client, user: User) -> str:
    User.objects.filter(pk=user.pk).update(language="en")
    return client.get("/desk/workload/").content.decode()


def test_topics_are_named_in_the_language_of_the_reader(
    client: Client, sign_in: SignIn, hanna_coordinator: User, office_warsaw: Office
) -> None:
    make_request(office=office_warsaw, topic=make_topic("words", name_be="Мова", name_lt="Kalba"))
    User.objects.filter(pk=hanna_coordinator.pk).update(language="lt")
    hanna_coordinator.refresh_from_db()
    page = sign_in(client, hanna_coordinator).get("/desk/workload/").content.decode()
    assert "Kalba" in page
    assert not re.search("Мова", page)
