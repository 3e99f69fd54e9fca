"""Saved views, finding a request again, the waiting list in one step, and who else has a request open."""

from __future__ import annotations

import re
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.casefile.actions.exclusions import exclude
from cases.requests.models import HelpRequest
from cases.requests.workflow import Channel, Status
from cases.triage.actions.saved import MOST_VIEWS, save_view
from cases.triage.models import SavedView
from cases.triage.tasks import compute_suggestion
from cases.waiting.actions import pause_topic
from cases.waiting.rules import Reason
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from tests.factories.accounts import UserFactory
from tests.factories.legal import make_case
from tests.factories.requests import make_holder, make_request, make_topic

QUEUE, FIND = "/desk/queue/", "/desk/find/"
SAVE, WAIT = "/desk/queue/views/", "/desk/queue/wait/"


@pytest.fixture
def desk(client: Client, sign_in: Any, alena_operator: User) -> Client:
    return sign_in(client, alena_operator)


def test_filters_are_saved_under_a_name_opened_and_deleted_with_undo(
    desk: Client, alena_operator: User, office_warsaw: Any
) -> None:
    mine = make_request(office=office_warsaw, flags=["single_parent"])
    other = make_request(office=office_warsaw)
    page = desk.get(QUEUE, {"flag": "single_parent", "find": ""}).content.decode()
    assert 'name="query" value="flag=single_parent"' in page
    desk.post(SAVE, {"name": "Alone with children", "query": "flag=single_parent&find=Buslik"})
    view = SavedView.objects.get()
    assert (view.user, view.filters) == (alena_operator, {"flag": "single_parent"})
    page = desk.get(QUEUE).content.decode()
    assert 'href="/desk/queue/?flag=single_parent"' in page
    page = desk.get(QUEUE, view.filters).content.decode()
    assert mine.code in page
    assert other.code not in page
    after = desk.post(reverse("triage:delete_view", args=[view.pk]), follow=True).content.decode()
    assert not SavedView.objects.exists()
    assert 'formaction="/desk/queue/views/?name=Alone+with+children&amp;query=flag%3Dsingle_parent"' in after
    desk.post(f"{SAVE}?name=Alone+with+children&query=flag%3Dsingle_parent")
    assert SavedView.objects.get().filters == {"flag": "single_parent"}


def test_a_view_is_nobody_elses(desk: Client, alena_operator: User, office_warsaw: Any) -> None:
    colleague = UserFactory.create(roles=["operator"], office=office_warsaw)
    theirs = save_view(name="Theirs", filters={"whose": "nobody"}, by=colleague)
    assert "Theirs" not in desk.get(QUEUE).content.decode()
    assert desk.post(reverse("triage:delete_view", args=[theirs.pk])).status_code == 404


def test_twenty_views_are_enough_and_an_old_name_gets_new_filters(db: None, alena_operator: User) -> None:
    for number in range(MOST_VIEWS):
        save_view(name=str(number), filters={}, by=alena_operator)
    with pytest.raises(NotNow):
        save_view(name="one more", filters={}, by=alena_operator)
    assert save_view(name="3", filters={"whose": "mine"}, by=alena_operator).filters == {"whose": "mine"}


def shown(html: str, *rows: HelpRequest) -> list[bool]:
    return [row.code in html for row in rows]


def test_the_woman_from_yesterday_is_found_by_day_city_channel_and_topic(
    desk: Client, office_warsaw: Any, office_vilnius: Any
) -> None:
    today = timezone.localdate()
    noon = timezone.now().replace(hour=11)
    topic = make_topic("housing")
    her = make_request(
        office=office_warsaw, received_at=noon - timedelta(days=1), city="Białystok",
        channel=Channel.PHONE, topic=topic, status=Status.CLOSED,
    )  # fmt: skip
    old = make_request(office=office_warsaw, received_at=noon - timedelta(days=9))
    foreign = make_request(office=office_vilnius, received_at=noon - timedelta(days=1), city="Białystok")
    yesterday = str(today - timedelta(days=1))
    for asked in (
        {"since": yesterday, "until": yesterday},
        {"city": "białystok"},
        {"channel": "phone"},
        {"topic": "housing"},
        {"since": yesterday, "until": yesterday, "city": "Białystok", "channel": "phone", "topic": "housing"},
    ):
        html = desk.get(FIND, asked).content.decode()
        assert shown(html, her, old, foreign) == [True, False, False], asked
    assert desk.get(FIND, {"since": "nonsense", "after": "x"}).status_code == 200


def test_finding_pages_by_keyset_in_few_queries(desk: Client, office_warsaw: Any) -> None:
    now = timezone.now()
    for number in range(53):
        make_request(office=office_warsaw, received_at=now - timedelta(hours=number // 3))
    since = {"since": str(date(2020, 1, 1))}
    desk.get(FIND, since)
    with CaptureQueriesContext(connection) as seen:
        first = desk.get(FIND, since).content.decode()
    assert len(seen) <= 12
    assert "OFFSET" not in "".join(query["sql"] for query in seen)
    mark = first.split("after=")[1].split('"')[0]
    second = desk.get(FIND, {**since, "after": mark}).content.decode()
    codes = set(HelpRequest.objects.values_list("code", flat=True))
    split = [{code for code in codes if code in page} for page in (first, second)]
    assert (len(split[0]), len(split[1]), split[0] & split[1]) == (50, 3, set())


def test_my_last_fifty_are_those_i_had_in_my_hands(desk: Client, office_warsaw: Any) -> None:
    opened, untouched = make_request(office=office_warsaw), make_request(office=office_warsaw)
    desk.get(reverse("casefile:open", args=[opened.pk]))
    taken = make_request(office=office_warsaw)
    desk.post(reverse("triage:assign", args=[taken.pk]), {"to": "me"})
    html = desk.get(FIND).content.decode()
    assert shown(html, opened, taken, untouched) == [True, True, False]
    assert html.index(taken.code) < html.index(opened.code)


def test_the_waiting_list_is_one_step_and_undo_gives_back_what_was(
    desk: Client, office_warsaw: Any, hanna_coordinator: User
) -> None:
    topic = make_topic("housing")
    new = make_request(office=office_warsaw, topic=topic)
    answered = make_request(office=office_warsaw, topic=topic, status=Status.ANSWERED)
    other = make_request(office=office_warsaw, topic=make_topic("work"))
    pause_topic(
        topic=topic, country="PL", reason=Reason.NO_PEOPLE, until_on=timezone.localdate() + timedelta(days=9),
        words={}, by=hanna_coordinator,
    )  # fmt: skip
    assert f'formaction="{WAIT}"' in desk.get(QUEUE).content.decode()
    ids = [str(row.pk) for row in (new, answered, other)]
    page = desk.post(WAIT, {"selected": ids, "next": f"{QUEUE}?turn="}, follow=True)
    assert page.redirect_chain[-1][0] == f"{QUEUE}?turn="
    assert "2 requests are on the waiting list." in page.content.decode()
    states = HelpRequest.objects.values_list("status", flat=True).order_by("received_at", "id")
    assert sorted(states) == ["new", "waiting_list", "waiting_list"]
    (token,) = re.findall(r'name="token" value="([^"]+)"', page.content.decode())
    desk.post(f"{WAIT}undo/", {"token": token})
    before = {new.pk: ("new", "us"), answered.pk: ("answered", "client"), other.pk: ("new", "us")}
    assert {row.pk: (row.status, row.turn) for row in HelpRequest.objects.all()} == before


def test_two_with_one_request_open_see_each_other(
    desk: Client, sign_in: Any, office_warsaw: Any, alena_operator: User
) -> None:
    colleague = UserFactory.create(name="Zosia", roles=["operator"], office=office_warsaw)
    second = sign_in(Client(), colleague)
    holder = make_holder(office=office_warsaw)
    help_request = make_request(client=holder.client)
    page = reverse("casefile:open", args=[help_request.pk])
    here = reverse("triage:presence", args=[help_request.pk])
    assert "has this open too" not in desk.get(page).content.decode()
    assert "Alena has this open too" in second.get(page).content.decode()
    assert "Zosia has this open too" in desk.get(here).content.decode()
    exclude(client=holder.client, name="Zosia", by=holder.actor, opener=holder.key)
    assert "Zosia" not in desk.get(here).content.decode()
    assert second.get(here).status_code == 404


def test_the_queue_with_views_and_the_case_file_stay_within_twelve_queries(
    desk: Client, office_warsaw: Any, alena_operator: User, sign_in: Any
) -> None:
    for number in range(5):
        save_view(name=str(number), filters={"whose": "mine"}, by=alena_operator)
    help_request = make_request(office=office_warsaw)
    colleague = UserFactory.create(name="Zosia", roles=["operator"], office=office_warsaw)
    page = reverse("casefile:open", args=[help_request.pk])
    sign_in(Client(), colleague).get(page)
    figures = {}
    for address in (QUEUE, page, FIND):
        desk.get(address)
        with CaptureQueriesContext(connection) as seen:
            desk.get(address)
        figures[address] = len(seen)
    sys.stdout.write(f"queries: {figures}\n")
    assert max(figures.values()) <= 12, figures


def test_a_request_goes_into_the_case_of_one_that_looks_the_same_in_one_step(
    desk: Client, office_warsaw: Any, alena_operator: User
) -> None:
    same = "Карта побыту канчаецца праз месяц, працадаўца не падпісвае паперы."
    topic = make_topic("documents")
    first, second = (make_request(office=office_warsaw, story=same, topic=topic) for _ in range(2))
    for row in (first, second):
        compute_suggestion(str(row.pk))
    legal_case = make_case(help_requests=[first], by=alena_operator)
    html = desk.get(reverse("casefile:open", args=[second.pk])).content.decode()
    add = reverse("legal:add", args=[legal_case.pk])
    assert f'formaction="{add}" name="code" value="{second.code}"' in html
    desk.post(add, {"code": second.code})
    assert set(legal_case.memberships.values_list("help_request", flat=True)) == {first.pk, second.pk}
