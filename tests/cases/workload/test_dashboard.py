"""The coordinator's page: right figures, her office only, and no more queries with more rows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.requests.actions import add_staff_message, change_status
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome, Status
from cases.workload.queries.dashboard import dashboard, first_answers
from cases.workload.rules import last_weeks, monday_of
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from tests.factories.requests import make_request, make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def test_weeks_begin_on_monday_and_end_with_this_one() -> None:
    today = timezone.localdate()
    weeks = last_weeks(today)
    assert len(weeks) == 12
    assert weeks[-1] == monday_of(today)
    assert all(week.weekday() == 0 for week in weeks)


def test_open_new_and_overdue_are_counted_for_the_own_office_only(
    hanna_coordinator: User, office_warsaw: Office, office_vilnius: Office
) -> None:
    fresh = make_request(office=office_warsaw, topic=make_topic())
    late = make_request(office=office_warsaw, topic=make_topic("housing"))
    make_request(office=office_vilnius)
    with writing():
        HelpRequest.objects.filter(pk=late.pk).update(
            received_at=timezone.now() - timedelta(days=20), turn_since=timezone.now() - timedelta(days=20)
        )
    board = dashboard(hanna_coordinator)
    assert (board.now.open, board.now.new, board.now.overdue) == (2, 1, 1)
    assert board.unassigned == 2
    assert {line.link: line.overdue for line in board.topics} == {"legalization": 0, "housing": 1}
    assert board.now.oldest is not None
    assert board.now.oldest < fresh.received_at


def test_a_passed_deadline_is_overdue_however_fresh(hanna_coordinator: User, office_warsaw: Office) -> None:
    row = make_request(office=office_warsaw)
    with writing():
        HelpRequest.objects.filter(pk=row.pk).update(deadline_on=timezone.localdate() - timedelta(days=1))
    assert dashboard(hanna_coordinator).now.overdue == 1


def test_first_answers_give_median_and_ninth_decile(
    hanna_coordinator: User, alena_operator: User, office_warsaw: Office
) -> None:
    assert first_answers(hanna_coordinator) == {"count": 0, "median": None, "slow": None}
    for hours in (1, 2, 3, 4, 10):
        row = make_request(office=office_warsaw)
        add_staff_message(help_request=row, body="Добры дзень", language="be", by=alena_operator)
        with writing():
            HelpRequest.objects.filter(pk=row.pk).update(
                first_answered_at=row.received_at + timedelta(hours=hours)
            )
    found = first_answers(hanna_coordinator)
    assert (found["count"], found["median"], found["slow"]) == (5, 3.0, 7.6)


def test_closed_requests_show_in_the_week_they_were_closed(
    hanna_coordinator: User, alena_operator: User, office_warsaw: Office
) -> None:
    row = make_request(office=office_warsaw)
    change_status(
        help_request=row, to=Status.CLOSED, by=alena_operator, kind="closed", outcome=Outcome.SOLVED.value
    )
    came, closed = (list(series.values) for series in dashboard(hanna_coordinator).flow.rows)
    assert came == closed == [0] * 11 + [1]


def test_the_page_needs_no_more_queries_with_more_requests(
    client: Client,
    sign_in: SignIn,
    hanna_coordinator: User,
    office_warsaw: Office,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    sign_in(client, hanna_coordinator)
    for number in range(12):
        make_request(office=office_warsaw, topic=make_topic(f"topic-{number % 4}"))
    client.get("/desk/workload/")
    with django_assert_max_num_queries(12):
        page = client.get("/desk/workload/")
    assert page.status_code == 200
    assert page.content.count(b"<table") == 3, "one beneath each chart, one by topic; nobody has an owner yet"


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
    assert "Мова" not in page
