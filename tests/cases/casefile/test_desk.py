"""The case file: one page, one logged opening, few queries, and no words for those who may not read them."""

from __future__ import annotations

import itertools
import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.requests.actions import add_client_message, add_note, add_staff_message
from cases.requests.models import Event, HelpRequest, Note
from cases.requests.workflow import SEALED_OFF, Status
from cases.triage.actions import assign
from cases.triage.tasks import compute_suggestion
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.actions import erase_key
from tests.factories.requests import make_client, make_holder, make_request, make_topic

STORY = "Зубрыцкі сюжэт: мая карта побыту канчаецца, працадаўца маўчыць."
MOST_QUERIES = (
    10  # and the BEGIN and COMMIT of its log entry, which stand outside of a test's transaction: 12
)
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def desk(client: Client, sign_in: Any, alena_operator: User) -> Client:
    return sign_in(client, alena_operator)


def page_of(help_request: HelpRequest) -> str:
    return reverse("casefile:open", args=[help_request.pk])


def read(desk: Client, help_request: HelpRequest) -> str:
    response = desk.get(page_of(help_request))
    assert response.status_code == 200
    return response.content.decode()


def test_everything_about_a_request_stands_on_one_page(
    desk: Client, office_warsaw: Any, alena_operator: User
) -> None:
    make_topic()
    holder = make_holder(office=office_warsaw)
    help_request = make_request(client=holder.client, story=STORY)
    add_staff_message(help_request=help_request, body="Наш адказ", language="be", by=alena_operator)
    add_client_message(
        help_request=help_request, body="Яе словы", language="be", by=holder.actor, opener=holder.key
    )
    add_note(help_request=help_request, body="Унутраная нататка", language="be", by=alena_operator)
    compute_suggestion(str(help_request.pk))
    html = read(desk, help_request)
    for words in (
        STORY,
        "Наш адказ",
        "Яе словы",
        "Унутраная нататка",
        holder.client.alias,
        help_request.code,
    ):
        assert words in html
    for part in ("Sorting", "The same problem", "Who works on it", "What happened", "Closing", "Answer"):
        assert part in html


def test_opening_the_page_is_one_entry_with_its_reason(
    desk: Client, office_warsaw: Any, alena_operator: User
) -> None:
    help_request = make_request(office=office_warsaw)
    add_note(help_request=help_request, body="x", language="be", by=alena_operator)
    read(desk, help_request)
    entry = AccessEntry.objects.get(verb="sealing.reveal")
    assert entry.object_id == str(help_request.pk)
    assert entry.actor_id == str(alena_operator.pk)
    assert entry.reason == "triage"
    assert set(entry.fields) == {"helprequest.story", "note.body"}
    assign(help_request=help_request, to=alena_operator, by=alena_operator)
    read(desk, help_request)
    assert AccessEntry.objects.filter(verb="sealing.reveal").latest("id").reason == "own_queue"


def queries_of(desk: Client, help_request: HelpRequest) -> int:
    with CaptureQueriesContext(connection) as seen:
        read(desk, help_request)
    return len(seen)


def test_the_page_costs_the_same_with_five_and_with_fifty_messages(
    desk: Client, office_warsaw: Any, alena_operator: User
) -> None:
    make_topic()
    help_request = make_request(office=office_warsaw, story=STORY)
    others = [make_request(office=office_warsaw, client=help_request.client, story=STORY) for _ in range(3)]
    for each in (help_request, *others):
        compute_suggestion(str(each.pk))
    counts = []
    for more in (5, 45):
        for _ in range(more):
            add_staff_message(help_request=help_request, body="слова", language="be", by=alena_operator)
            add_note(help_request=help_request, body="слова", language="be", by=alena_operator)
        read(desk, help_request)
        counts.append(queries_of(desk, help_request))
    assert counts[0] == counts[1] <= MOST_QUERIES


def test_what_is_hers_is_seen_in_the_row_and_not_looked_for_in_all_she_ever_had(
    office_warsaw: Any, alena_operator: User, hanna_coordinator: User
) -> None:
    """Asked of a list of ids, each opening cost more with every request she had been given in ten years."""
    mine = make_request(office=office_warsaw)
    with writing():
        HelpRequest.objects.filter(pk=mine.pk).update(assigned_to=alena_operator, sensitivity=SEALED_OFF)
    for user, sees in ((alena_operator, True), (hanna_coordinator, False)):
        rows = HelpRequest.objects.visible_to(user)
        assert rows.filter(pk=mine.pk).exists() is sees
        assert not re.search(r'U0\."assigned_to_id"', str(rows.query))


def test_the_first_reading_is_told_to_the_client_once(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    read(desk, help_request)
    read(desk, help_request)
    assert Event.objects.filter(help_request=help_request, kind="read").count() == 1


def test_a_coordinator_sees_facts_and_no_words(
    client: Client, sign_in: Any, hanna_coordinator: User, office_warsaw: Any, alena_operator: User
) -> None:
    help_request = make_request(office=office_warsaw, story=STORY)
    add_note(help_request=help_request, body="Нататка пра яе", language="be", by=alena_operator)
    html = read(sign_in(client, hanna_coordinator), help_request)
    assert help_request.code in html
    assert "Зубрыцкі" not in html
    assert "Нататка пра яе" not in html
    assert "Send the answer" not in html
    assert not AccessEntry.objects.filter(verb="sealing.reveal").exists()
    assert not Event.objects.filter(help_request=help_request, kind="read").exists()


def test_a_request_of_another_office_is_not_there(desk: Client, office_vilnius: Any) -> None:
    theirs = make_request(office=office_vilnius)
    for url in (page_of(theirs), reverse("casefile:note", args=[theirs.pk])):
        assert desk.get(url).status_code == 404
    assert desk.get(reverse("casefile:open", args=[uuid4()])).status_code == 404


@pytest.mark.parametrize("persona", ["ina_editor", "piotr_administrator", "ruta_auditor", "vika_volunteer"])
def test_the_page_is_closed_to_other_roles(
    client: Client, sign_in: Any, persona: str, request: pytest.FixtureRequest, office_warsaw: Any
) -> None:
    help_request = make_request(office=office_warsaw)
    assert sign_in(client, request.getfixturevalue(persona)).get(page_of(help_request)).status_code == 403


def test_a_lawyer_reads_what_is_assigned_to_her_and_nothing_else(
    client: Client, sign_in: Any, maks_lawyer: User, alena_operator: User, office_warsaw: Any
) -> None:
    help_request = make_request(office=office_warsaw, story=STORY)
    lawyer = sign_in(client, maks_lawyer)
    assert lawyer.get(page_of(help_request)).status_code == 404
    assign(help_request=help_request, to=maks_lawyer, by=alena_operator)
    assert STORY in read(lawyer, help_request)


def test_a_sealed_off_request_is_open_only_to_whom_it_is_assigned(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_helprequest SET sensitivity = 3 WHERE id = %s", [help_request.pk])
    assert desk.get(page_of(help_request)).status_code == 404


def test_an_erased_request_shows_its_facts_and_says_that_the_words_are_gone(
    desk: Client, office_warsaw: Any
) -> None:
    help_request = make_request(office=office_warsaw)
    erase_key(help_request.inbox_key)
    assert "The words of this request are erased" in read(desk, help_request)


def test_script_in_a_story_is_shown_as_text(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw, story="<script>alert(1)</script><b>x</b>")
    html = read(desk, help_request)
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_a_note_sent_twice_is_kept_once(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    once = re.search(
        r'name="once" value="([^"]+)" id="id_once"[^>]*>\s*(?:<[^>]+>\s*)*', read(desk, help_request)
    )
    data = {"body": "Перазваніць у чацвер", "once": once.group(1) if once else str(uuid4())}
    for _ in range(2):
        desk.post(reverse("casefile:note", args=[help_request.pk]), data)
    assert Note.objects.filter(help_request=help_request).count() == 1
    assert AccessEntry.objects.filter(verb="note.create").count() == 1


def test_an_empty_note_says_so_and_keeps_nothing(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    response = desk.post(reverse("casefile:note", args=[help_request.pk]), {"body": " ", "once": uuid4()})
    assert response.status_code == 422
    assert not Note.objects.exists()


def test_a_decision_by_htmx_shows_what_a_reload_shows(desk: Client, office_warsaw: Any) -> None:
    make_topic("housing")
    help_request = make_request(office=office_warsaw)
    url = reverse("triage:decide", args=[help_request.pk])
    data = {
        "topic": "housing",
        "urgency": "high",
        "flags": ["elderly"],
        "deadline_on": "2030-05-01",
        "seen": "0",
    }
    swap = desk.post(url, data, **HTMX).content.decode()
    page = read(desk, help_request)
    state = r'<div class="cluster" id="state"[^>]*>(.*?)</div>'
    assert re.search(state, swap, re.S).group(1) == re.search(state, page, re.S).group(1)  # type: ignore[union-attr]
    version = HelpRequest.objects.get(pk=help_request.pk).version
    for html, form in itertools.product((swap, page), ("reply", "close")):
        seen = re.search(rf'<input[^>]*id="{form}-seen"[^>]*>', html)
        assert seen
        assert f'value="{version}"' in seen.group(0)
    chosen = re.findall(
        r'<option value="housing" selected|value="high"[^>]*checked|value="elderly"[^>]*checked', page
    )
    assert len(chosen) == 3
    assert HelpRequest.objects.get(pk=help_request.pk).status == Status.TRIAGED


def test_a_stale_decision_is_refused_and_keeps_what_was_typed(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    url = reverse("triage:decide", args=[help_request.pk])
    desk.post(url, {"urgency": "high", "seen": "0"})
    response = desk.post(url, {"urgency": "low", "seen": "0"})
    html = response.content.decode()
    assert response.status_code == 422
    assert "has changed meanwhile: Sorted" in html
    assert re.search(r'value="low"[^>]*checked', html)


def test_other_requests_of_the_same_person_are_linked(desk: Client, office_warsaw: Any) -> None:
    person = make_client(office=office_warsaw)
    first, second = make_request(client=person), make_request(client=person)
    assert page_of(second) in read(desk, first)


def test_an_operator_can_take_it_here_and_give_it_back(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    url = reverse("triage:assign", args=[help_request.pk])
    assert "Take it" in read(desk, help_request)
    desk.post(url, {"to": "me"})
    assert "Give back" in read(desk, help_request)
    desk.post(url, {"to": ""})
    assert HelpRequest.objects.get(pk=help_request.pk).assigned_to is None
