"""What stands in a list that leaves the house, how it is asked for on the pages, and who watches."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pytest_django import DjangoAssertNumQueries

from cases.casefile.actions.exclusions import exclude
from cases.lists import actions
from cases.lists.exports import file_of
from cases.lists.models import ListExport
from cases.lists.rules import COLUMNS, FileKind
from cases.requests.models import HelpRequest
from cases.requests.workflow import SEALED_OFF
from cases.triage.queries.finding import Sought, found
from cases.watching.actions import watch
from cases.watching.models import ReadingAlarm
from cases.watching.queries import monday_of, week
from cases.watching.rules import AlarmKind, points_of_lists
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from tests.factories.accounts import UserFactory
from tests.factories.lists import WHY, ask_for_list
from tests.factories.requests import make_holder, make_request, make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def back(hours: float) -> Any:
    return timezone.now() - timedelta(hours=hours)


def typed(**more: str) -> dict[str, str]:
    today = timezone.localdate()
    days = {"since": (today - timedelta(days=30)).isoformat(), "until": today.isoformat()}
    return {**days, "day_of": "", "city": "", "channel": "", "topic": "", "reason": WHY, **more}


def change(row: HelpRequest, **values: Any) -> HelpRequest:
    with writing():
        HelpRequest.objects.filter(pk=row.pk).update(**values)
    return row


@pytest.fixture
def first(hanna_coordinator: User) -> User:
    return hanna_coordinator


@pytest.fixture
def second(office_warsaw: Office) -> User:
    return UserFactory.create(
        email="egle@ganak.example", name="Eglė", roles=[Role.COORDINATOR], office=office_warsaw
    )


@pytest.fixture
def row(office_warsaw: Office) -> HelpRequest:
    made = make_request(office=office_warsaw, topic=make_topic(), story="Secret-story", city="Secret-city")
    return change(made, received_at=back(2), flags=["children"])


def taken(browser: Browser, wanted: ListExport, kind: str) -> Any:
    return browser.post(reverse("lists:take", args=[wanted.pk, kind]))


def cells(content: bytes, kind: str) -> list[list[str]]:
    if kind == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    page = load_workbook(io.BytesIO(content)).active
    assert not any(cell.data_type == "f" for line in page.iter_rows() for cell in line)
    return [[value or "" for value in line] for line in page.iter_rows(values_only=True)]


@pytest.mark.parametrize("kind", list(FileKind))
def test_the_file_holds_codes_topics_and_days_and_nothing_that_a_person_said(
    client: Browser, sign_in: SignIn, first: User, second: User, row: HelpRequest, kind: str
) -> None:
    wanted = ask_for_list(first)
    actions.agree(wanted=wanted, by=second)
    answer = taken(sign_in(client, first), wanted, kind)
    assert answer["Content-Disposition"] == f'attachment; filename="list.{kind}"'
    assert "no-store" in answer["Cache-Control"]
    head, line = cells(answer.content, kind)
    assert len(head) == len(COLUMNS)
    day = timezone.localdate(back(2)).isoformat()
    assert (line[0], line[1], line[9], line[10]) == (row.code, "Warsaw", day, "")
    everything = "".join(head + line)
    secrets = (
        "Secret",
        row.client.alias,
        str(row.pk),
        str(row.client_id),
        first.name,
        second.name,
        "children",
    )
    assert not [word for word in secrets if word in everything]
    assert ":" not in day  # no hour, no minute
    again = taken(client, wanted, kind)
    assert (again.status_code, AccessEntry.objects.filter(verb="request.export_list").count()) == (302, 1)


@pytest.mark.parametrize("kind", list(FileKind))
@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x";"y")'])
def test_no_cell_is_a_formula(first: User, second: User, row: HelpRequest, name: str, kind: FileKind) -> None:
    Office.objects.filter(pk=row.office_id).update(name=name)
    wanted = ask_for_list(first)
    actions.agree(wanted=wanted, by=second)
    content = file_of(actions.take(wanted=wanted, kind=kind, by=first), kind)
    assert cells(content, kind)[1][1] == f"'{name}"


def test_the_list_is_what_the_search_shows_without_what_is_sealed_off_or_kept_from_her(
    first: User, second: User, office_warsaw: Office, office_vilnius: Office
) -> None:
    topic, other = make_topic(), make_topic("housing")
    holder = make_holder(office=office_warsaw)
    made = [
        make_request(office=office_warsaw, topic=topic),
        make_request(office=office_warsaw, topic=other),
        make_request(office=office_vilnius, topic=topic),
        make_request(office=office_warsaw, topic=topic, client=holder.client),
    ]
    sealed = change(make_request(office=office_warsaw, topic=topic), sensitivity=SEALED_OFF)
    for one in (*made, sealed):
        change(one, received_at=back(3))
    exclude(client=holder.client, name=first.name, by=ByReceipt(holder.client.pk), opener=holder.key)
    wanted = ask_for_list(first, topic=topic.slug)
    actions.agree(wanted=wanted, by=second)
    codes = {line.code for line in actions.take(wanted=wanted, kind=FileKind.CSV, by=first)}
    page = found(first, Sought(wanted.since, wanted.until, topic=topic.slug))
    assert codes == {line.code for line in page.rows} == {made[0].code}


def test_from_the_search_to_the_file_on_the_pages(
    client: Browser, sign_in: SignIn, first: User, second: User, row: HelpRequest
) -> None:
    browser, days = sign_in(client, first), typed()
    page = browser.get(reverse("triage:find"), {"since": days["since"], "until": days["until"]})
    link = f"{reverse('lists:ask')}?since={days['since']}&amp;until={days['until']}"
    assert link in page.content.decode()
    assert days["since"] in browser.get(link.replace("&amp;", "&")).content.decode()
    answer = browser.post(reverse("lists:ask"), days)
    wanted = ListExport.objects.get()
    assert answer["Location"] == reverse("lists:one", args=[wanted.pk])
    assert WHY in browser.get(answer["Location"]).content.decode()
    assert browser.post(reverse("lists:agree", args=[wanted.pk])).status_code == 403
    other = sign_in(Browser(), second)
    shown = other.get(reverse("lists:one", args=[wanted.pk])).content.decode()
    assert WHY in shown
    assert reverse("lists:agree", args=[wanted.pk]) in shown
    other.post(reverse("lists:agree", args=[wanted.pk]))
    assert taken(other, wanted, "csv").status_code == 403
    assert taken(browser, wanted, "zip").status_code == 404
    assert row.code in taken(browser, wanted, "csv").content.decode()


def test_another_offices_coordinator_sees_a_small_number_as_small(
    client: Browser, sign_in: SignIn, first: User, row: HelpRequest, office_vilnius: Office
) -> None:
    away = UserFactory.create(email="a@ganak.example", roles=[Role.COORDINATOR], office=office_vilnius)
    wanted, browser = ask_for_list(first), sign_in(client, away)
    page = browser.get(reverse("lists:one", args=[wanted.pk])).content.decode()
    assert reverse("lists:agree", args=[wanted.pk]) in page
    assert "<dd>1</dd>" not in page
    actions.drop(wanted=wanted, by=first)
    assert browser.get(reverse("lists:one", args=[wanted.pk])).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": ""},
        {"reason": "short"},
        {"since": ""},
        {"until": ""},
        {"topic": "x"},
        {"since": "2020-01-01"},
    ],
)
def test_what_is_not_asked_properly_is_not_asked(
    client: Browser, sign_in: SignIn, first: User, row: HelpRequest, wrong: dict[str, str]
) -> None:
    assert sign_in(client, first).post(reverse("lists:ask"), typed(**wrong)).status_code == 422
    assert not ListExport.objects.exists()


def test_an_old_sign_in_neither_asks_nor_agrees_nor_takes(
    client: Browser, sign_in: SignIn, first: User, second: User, row: HelpRequest
) -> None:
    wanted, mine = ask_for_list(first), ask_for_list(second)
    actions.agree(wanted=mine, by=first)
    browser = sign_in(client, second)
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        answers = [
            browser.post(reverse("lists:ask"), typed()),
            browser.get(reverse("lists:one", args=[wanted.pk])),
            browser.post(reverse("lists:agree", args=[wanted.pk])),
            taken(browser, mine, "csv"),
        ]
    assert all("/desk/account/" in answer["Location"] for answer in answers)
    assert ListExport.objects.filter(agreed_at=None, taken_at=None).count() == 1
    assert not ListExport.objects.exclude(taken_at=None).exists()


def test_pages_ask_as_often_for_many_lists_as_for_one(
    client: Browser,
    sign_in: SignIn,
    first: User,
    second: User,
    row: HelpRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = sign_in(client, first)
    mine, wanted = ask_for_list(first), ask_for_list(second)
    ask_for_list(second)
    actions.agree(wanted=mine, by=second)
    browser.get(reverse("lists:all"))
    with django_assert_max_num_queries(8):
        browser.get(reverse("lists:all"))
    with django_assert_max_num_queries(13):  # two of them are of the test's own transaction
        browser.get(reverse("lists:one", args=[wanted.pk]))
    with django_assert_max_num_queries(18):
        assert taken(browser, mine, "xlsx").status_code == 200


def test_the_watch_counts_lists_beside_what_is_opened(
    first: User, second: User, row: HelpRequest, office_warsaw: Office
) -> None:
    with time_machine.travel("2026-11-18T12:00:00+01:00"):
        change(row, received_at=back(2))
        for _ in range(2):
            wanted = ask_for_list(first)
            actions.agree(wanted=wanted, by=second)
            actions.take(wanted=wanted, kind=FileKind.CSV, by=first)
            raised = watch()
        assert raised == 1
        alarm = ReadingAlarm.objects.get()
        assert (alarm.user, alarm.kind, alarm.points) == (first, AlarmKind.UNUSUAL.value, 20)
        reveal_one(row, ["story"], by=second, reason=Reason.TRIAGE)
        assert watch() == 0
        assert ("request.export_list", 2) in week(monday_of(timezone.localdate())).by_two
        night = timezone.localtime().replace(hour=3)
    assert points_of_lists([night, night]) == 22
