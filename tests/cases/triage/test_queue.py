"""The queue: order of need, who sees what, paging, filters, taking a request, and never a story."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.requests.models import HelpRequest
from cases.requests.workflow import Status, Urgency
from cases.triage.actions import Decision, decide, keep_suggestion
from cases.triage.suggestions import Found
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.requests import make_request, make_topic

QUEUE = "/desk/queue/"
CANARY = "Zubrytsa canary 7731"
MOST_QUERIES = 12
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def desk(client: Client, sign_in: Any, alena_operator: User) -> Client:
    return sign_in(client, alena_operator)


def codes(html: str) -> list[str]:
    return re.findall(r"R-\w{3}-\w{3}", html)


def fragment(html: str) -> str:
    """The list alone, without the tokens that differ each time."""
    found = re.search(r'<section id="queue".*</section>', html, re.S)
    assert found
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", found.group(0))


def test_danger_stands_before_a_deadline_and_a_deadline_before_age(desk: Client, office_warsaw: Any) -> None:
    now = timezone.now()
    today = timezone.localdate()
    old = make_request(office=office_warsaw, received_at=now - timedelta(days=9))
    due = make_request(office=office_warsaw, received_at=now, deadline_on=today + timedelta(days=3))
    danger = make_request(office=office_warsaw, received_at=now, urgency=Urgency.EMERGENCY)
    young = make_request(office=office_warsaw, received_at=now - timedelta(days=1))
    shown = codes(desk.get(QUEUE).content.decode())
    assert shown == [danger.code, due.code, old.code, young.code]


def test_flags_stand_before_age_whether_decided_or_only_suggested(
    desk: Client, office_warsaw: Any, alena_operator: User
) -> None:
    now = timezone.now()
    oldest = make_request(office=office_warsaw, received_at=now - timedelta(days=9))
    flagged = make_request(office=office_warsaw, received_at=now, flags=["elderly"])
    guessed = make_request(office=office_warsaw, received_at=now - timedelta(days=1))
    keep_suggestion(help_request=oldest, found=Found())
    keep_suggestion(help_request=guessed, found=Found(flags=["disability"]))
    assert codes(desk.get(QUEUE).content.decode()) == [guessed.code, flagged.code, oldest.code]
    decide(help_request=guessed, decision=Decision(flags=[]), by=alena_operator)
    assert codes(desk.get(QUEUE).content.decode()) == [flagged.code, oldest.code, guessed.code]


def test_a_lawyer_of_two_offices_filters_by_office_and_an_operator_is_not_asked(
    client: Client,
    sign_in: Any,
    maks_lawyer: User,
    alena_operator: User,
    office_warsaw: Any,
    office_vilnius: Any,
) -> None:
    here, there = make_request(office=office_warsaw), make_request(office=office_vilnius)
    with writing():
        HelpRequest.objects.update(assigned_to=maks_lawyer)
    html = sign_in(client, maks_lawyer).get(QUEUE, {"office": office_vilnius.slug}).content.decode()
    assert codes(fragment(html)) == [there.code]
    assert 'name="office"' in html
    html = sign_in(Client(), alena_operator).get(QUEUE, {"office": office_vilnius.slug}).content.decode()
    assert here.code not in html
    assert there.code not in html
    assert 'name="office"' not in html


def test_the_queue_never_holds_a_word_of_a_story(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw, story=f"{CANARY} {CANARY}")
    html = desk.get(QUEUE).content.decode()
    assert help_request.code in html
    assert "Zubrytsa" not in html
    assert not AccessEntry.objects.filter(verb="sealing.reveal").exists()


def test_an_operator_sees_no_other_office(
    desk: Client, office_warsaw: Any, office_vilnius: Any, jonas_operator: User
) -> None:
    ours = make_request(office=office_warsaw)
    theirs = make_request(office=office_vilnius)
    assert codes(desk.get(QUEUE).content.decode()) == [ours.code]
    assert theirs.client.alias not in desk.get(QUEUE, {"find": theirs.code}).content.decode()


def test_a_lawyer_sees_only_what_was_given_to_her(
    client: Client, sign_in: Any, maks_lawyer: User, office_warsaw: Any, alena_operator: User
) -> None:
    from_queue = make_request(office=office_warsaw)
    given = make_request(office=office_warsaw)
    sign_in(client, alena_operator).post(reverse("triage:assign", args=[given.pk]), {"to": maks_lawyer.pk})
    shown = codes(sign_in(client, maks_lawyer).get(QUEUE).content.decode())
    assert given.code in shown
    assert from_queue.code not in shown


@pytest.mark.parametrize("persona", ["ina_editor", "piotr_administrator", "ruta_auditor", "vika_volunteer"])
def test_the_queue_is_closed_to_other_roles(
    client: Client, sign_in: Any, persona: str, request: pytest.FixtureRequest
) -> None:
    assert sign_in(client, request.getfixturevalue(persona)).get(QUEUE).status_code == 403


def test_a_stranger_is_sent_to_sign_in(client: Client, db: None) -> None:
    assert client.get(QUEUE).status_code == 302


def queries_of(desk: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        desk.get(QUEUE, {"turn": ""})
    return len(seen)


def test_the_queue_costs_the_same_with_five_and_with_fifty_rows(desk: Client, office_warsaw: Any) -> None:
    topic = make_topic()
    for _ in range(5):
        make_request(office=office_warsaw, topic=topic)
    queries_of(desk)
    few = queries_of(desk)
    for _ in range(46):
        make_request(office=office_warsaw, topic=topic)
    many = queries_of(desk)
    assert many == few <= MOST_QUERIES


def test_paging_shows_every_request_once_and_uses_no_offset(desk: Client, office_warsaw: Any) -> None:
    now = timezone.now()
    made = {
        make_request(office=office_warsaw, received_at=now - timedelta(hours=n // 3)).code for n in range(53)
    }
    first = desk.get(QUEUE).content.decode()
    more = re.search(r'rel="next" href="([^"]+)"', first)
    assert more
    with CaptureQueriesContext(connection) as seen:
        second = desk.get(QUEUE + more.group(1).replace("&amp;", "&")).content.decode()
    assert len(codes(first)) == 50
    assert set(codes(first)) | set(codes(second)) == made
    assert not set(codes(first)) & set(codes(second))
    assert not [query for query in seen if "OFFSET" in query["sql"]]


@pytest.mark.parametrize("mark", ["x", "W10", "WzEsMl0", "🙂", "bnVsbA"])
def test_an_unreadable_mark_starts_at_the_beginning(desk: Client, office_warsaw: Any, mark: str) -> None:
    help_request = make_request(office=office_warsaw)
    response = desk.get(QUEUE, {"after": mark})
    assert response.status_code == 200
    assert codes(response.content.decode()) == [help_request.code]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"topic": "housing"}, "flat"),
        ({"language": "lt"}, "lithuanian"),
        ({"flag": "single_parent"}, "flagged"),
        ({"turn": "client"}, "answered"),
        ({"status": "closed"}, "closed"),
        ({"whose": "mine"}, "mine"),
    ],
)
def test_each_filter_shows_what_it_names(
    desk: Client, office_warsaw: Any, asked: dict[str, str], expected: str
) -> None:
    made = {
        "plain": make_request(office=office_warsaw),
        "flat": make_request(office=office_warsaw, topic="housing"),
        "lithuanian": make_request(office=office_warsaw, language="lt"),
        "flagged": make_request(office=office_warsaw, flags=["single_parent"]),
        "answered": make_request(office=office_warsaw, status=Status.ANSWERED),
        "closed": make_request(office=office_warsaw, status=Status.CLOSED),
        "mine": make_request(office=office_warsaw),
    }
    desk.post(reverse("triage:assign", args=[made["mine"].pk]), {"to": "me"})
    assert codes(fragment(desk.get(QUEUE, asked).content.decode())) == [made[expected].code]


@pytest.mark.parametrize(
    "bad", [{"topic": "nonsense"}, {"turn": "'; DROP"}, {"status": "x"}, {"find": "\x00"}]
)
def test_a_filter_that_cannot_be_read_is_no_filter(
    desk: Client, office_warsaw: Any, bad: dict[str, str]
) -> None:
    make_request(office=office_warsaw)
    assert desk.get(QUEUE, bad).status_code == 200


def test_a_spoken_alias_finds_even_a_closed_request(desk: Client, office_warsaw: Any) -> None:
    closed = make_request(office=office_warsaw, status=Status.CLOSED)
    html = desk.get(QUEUE, {"find": f"  {closed.client.alias.lower()} "}).content.decode()
    assert codes(html) == [closed.code]


@pytest.mark.parametrize("asked", [{}, {"turn": ""}, {"whose": "mine"}, {"find": "nothing"}])
def test_what_htmx_swaps_in_is_what_a_reload_shows(
    desk: Client, office_warsaw: Any, asked: dict[str, str]
) -> None:
    make_request(office=office_warsaw)
    page = desk.get(QUEUE, asked).content.decode()
    swap = desk.get(QUEUE, asked, **HTMX).content.decode()
    assert "<html" not in swap
    assert fragment(page) == fragment(swap)


def test_taking_a_request_is_one_click_with_undo(
    desk: Client, office_warsaw: Any, alena_operator: User
) -> None:
    help_request = make_request(office=office_warsaw)
    url = reverse("triage:assign", args=[help_request.pk])
    row = desk.post(url, {"to": "me"}, **HTMX).content.decode()
    assert "Alena" in row
    assert "Undo" in row
    help_request.refresh_from_db()
    assert help_request.assigned_to == alena_operator
    assert AccessEntry.objects.filter(verb="request.assign", object_id=str(help_request.pk)).count() == 1
    desk.post(url, {"to": ""}, **HTMX)
    help_request.refresh_from_db()
    assert help_request.assigned_to is None


def test_without_script_taking_a_request_comes_back_to_the_list_and_offers_undo(
    desk: Client, office_warsaw: Any
) -> None:
    help_request = make_request(office=office_warsaw)
    url = reverse("triage:assign", args=[help_request.pk])
    response = desk.post(url, {"to": "me", "next": f"{QUEUE}?turn="}, follow=True)
    assert response.redirect_chain[-1][0] == f"{QUEUE}?turn="
    assert f'formaction="{url}?seen=1"' in response.content.decode()


def test_taking_does_not_lead_to_another_site(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    url = reverse("triage:assign", args=[help_request.pk])
    for bad in ("https://evil.example/", "//evil.example", "/be/"):
        assert desk.post(url, {"to": "me", "next": bad})["Location"].startswith("/desk/requests/")


def test_nobody_is_given_what_she_cannot_answer(
    desk: Client, office_warsaw: Any, hanna_coordinator: User, jonas_operator: User
) -> None:
    help_request = make_request(office=office_warsaw)
    for person in (hanna_coordinator, jonas_operator):
        desk.post(reverse("triage:assign", args=[help_request.pk]), {"to": person.pk})
        help_request.refresh_from_db()
        assert help_request.assigned_to is None


def test_a_request_of_another_office_cannot_be_taken(desk: Client, office_vilnius: Any) -> None:
    theirs = make_request(office=office_vilnius)
    assert desk.post(reverse("triage:assign", args=[theirs.pk]), {"to": "me"}).status_code == 404
    assert HelpRequest.objects.get(pk=theirs.pk).assigned_to is None


def test_news_are_counted_without_moving_the_list(
    desk: Client, office_warsaw: Any, office_vilnius: Any
) -> None:
    page = desk.get(QUEUE).content.decode()
    since = re.search(r"news/\?since=(\d+)", page)
    assert since
    news = reverse("triage:news")
    assert desk.get(news, {"since": since.group(1)}).status_code == 204
    make_request(office=office_warsaw)
    make_request(office=office_warsaw)
    make_request(office=office_vilnius)
    assert "2 new" in desk.get(news, {"since": since.group(1)}).content.decode()
    assert desk.get(news, {"since": "nonsense"}).status_code == 204


def test_an_empty_queue_says_what_to_do(desk: Client) -> None:
    assert "Nothing waits here" in desk.get(QUEUE).content.decode()
    assert "You have nothing on your desk" in desk.get(QUEUE, {"whose": "mine"}).content.decode()


def test_selected_requests_are_posted_to_one_legal_case(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    html = desk.get(QUEUE).content.decode()
    assert f'action="{reverse("legal:new")}"' in html
    assert f'name="selected" value="{help_request.pk}"' in html
