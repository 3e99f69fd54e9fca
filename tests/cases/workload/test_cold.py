"""Twelve queries for a dashboard, also when Redis has lost everything; the worker reckons, pages read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.alarms.models import OfficeAlarm
from cases.casefile.actions.exclusions import exclude
from cases.requests.models import HelpRequest
from cases.waiting.models import TopicPause
from cases.workload.queries.times import times
from cases.workload.tasks import count_days, keep_figures
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.models import Office, RoleGrant, User
from helpdesk.audit.guard import writing
from tests.cases.alarms import counted
from tests.cases.alarms.test_monday import _fill
from tests.factories.reports import back, make_funder, remains, snapshot_of_today
from tests.factories.requests import make_holder, make_request, make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db

MOST = 12
MONTH = f"{back(1):%Y-%m}"
REPORT = (
    f"/desk/reports/situation/?first={MONTH}&last={MONTH}&whose=here&language=be&rows=topic&columns=country"
)
Ask = Callable[[User, str], list[str]]


@pytest.fixture
def ask(sign_in: SignIn) -> Ask:
    """The queries of one page, as the first one after a sign-in; Redis keeps what is in it by now."""

    def asked(user: User, path: str) -> list[str]:
        client = sign_in(Client(), User.objects.get(pk=user.pk))
        with CaptureQueriesContext(connection) as seen:
            assert client.get(path).status_code == 200
        return [query["sql"] for query in seen.captured_queries]

    return asked


@pytest.fixture
def busy(office_warsaw: Office, alena_operator: User, maks_lawyer: User, hanna_coordinator: User) -> None:
    """Something of everything: counts of many weeks, a wave of a topic, what is due, money, a snapshot."""
    topic = make_topic("permits")
    counted.count_days(office_warsaw, {topic: counted.usual_days(timezone.localdate())})
    _fill(office_warsaw, alena_operator, maks_lawyer)
    make_funder()
    values = {"seen": 9, "usual": 3, "days": 7, "opened_at": timezone.now()}
    with writing():
        HelpRequest.objects.update(assigned_to=alena_operator)
        OfficeAlarm.objects.create(office=office_warsaw, kind="wave", topic=topic, **values)
    remains([{"office_id": office_warsaw.pk, "topic_id": topic.pk, "month": back(1)}] * 80)
    snapshot_of_today()
    holder = make_holder(office=office_warsaw)
    make_request(client=holder.client)
    name = hanna_coordinator.name
    exclude(client=holder.client, name=name, by=ByReceipt(holder.client.pk), opener=holder.key)


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("hanna_coordinator", "/desk/workload/"),
        ("hanna_coordinator", "/desk/workload/ahead/"),
        ("hanna_coordinator", "/desk/workload/figures/"),
        ("hanna_coordinator", "/desk/monday/"),
        ("alena_operator", "/desk/my-load/"),
        ("maks_lawyer", "/desk/my-load/"),
        ("hanna_coordinator", REPORT),
    ],
)
def test_a_page_needs_twelve_queries_cold_and_warm(
    busy: None, ask: Ask, request: pytest.FixtureRequest, who: str, path: str
) -> None:
    """The coordinator is kept away by somebody: what is kept for her office is not for her."""
    user = request.getfixturevalue(who)
    cache.clear()
    cold = ask(user, path)
    warm = ask(user, path)
    assert len(warm) <= len(cold) <= MOST, "\n".join(cold)


def test_the_door_costs_two_queries_and_sees_at_once_who_may_not_come_in(
    client: Client, ask: Ask, sign_in: SignIn, hanna_coordinator: User
) -> None:
    assert len(ask(hanna_coordinator, "/desk/alarms/")) == 3, "her and her roles, her sign-in; the alarms"
    sign_in(client, hanna_coordinator)
    assert client.get("/desk/alarms/").status_code == 200
    grants = RoleGrant.objects.filter(user=hanna_coordinator)
    grants.update(confirmed_at=None, confirmed_by=None)
    assert client.get("/desk/alarms/").status_code == 403
    grants.update(confirmed_at=timezone.now(), revoked_at=timezone.now())
    assert client.get("/desk/alarms/").status_code == 403


def test_what_the_worker_makes_the_page_only_reads(busy: None, ask: Ask, hanna_coordinator: User) -> None:
    with writing():
        HelpRequest.objects.all().update(first_answered_at=timezone.now())
    cache.clear()
    cold = times(hanna_coordinator)
    cache.clear()
    count_days()
    with CaptureQueriesContext(connection) as seen:
        kept = times(hanna_coordinator)
    assert len(seen) == 0
    assert (kept.first_answer, kept.outcome) == (cold.first_answer, cold.outcome)
    assert kept.first_answer.count > 0
    page = ask(hanna_coordinator, "/desk/workload/")
    assert [sql for sql in page if "cases_daycount" in sql and "topic_id" in sql] == []


def test_a_new_worker_makes_them_at_once(busy: None, office_vilnius: Office) -> None:
    assert keep_figures() == Office.objects.filter(closed_on=None).count() > 1
    assert cache.get(f"workload:times:{office_vilnius.pk}").first_answer.count == 0


def test_an_alarm_says_that_its_topic_rests(
    busy: None, client: Client, sign_in: SignIn, hanna_coordinator: User
) -> None:
    today, wave = timezone.localdate(), OfficeAlarm.objects.get()
    User.objects.filter(pk=hanna_coordinator.pk).update(language="en")
    page = sign_in(client, hanna_coordinator).get("/desk/monday/").content.decode()
    assert wave.topic is not None
    assert f"{wave.topic}: more requests than usual" in page
    assert "on pause" not in page
    with writing():
        TopicPause.objects.create(
            topic=wave.topic, country="PL", reason="other", until_on=today, started_by=hanna_coordinator,
            started_at=timezone.now(),
        )  # fmt: skip
    page = client.get("/desk/monday/").content.decode()
    assert "This topic is on pause" in page
    assert "Pause this topic" not in page
