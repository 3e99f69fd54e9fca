"""One answer to many: private, in each own language, without anybody's detail, and never twice."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cases.answers.actions.shared import SharedDraft, answer_many
from cases.answers.models import SharedAnswer, SharedText
from cases.answers.tasks import send_shared_answer
from cases.requests.models import HelpRequest, Message
from cases.requests.workflow import Status
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.sealing.models import DataKey
from tests.factories.requests import Holder, make_holder, make_request

MANY = "/desk/answers/many/"
WORDS = {"be": "Паперы чакаюць вас у офісе.", "lt": "Dokumentai laukia jūsų biure."}


@pytest.fixture
def desk(client: Client, sign_in: Any, alena_operator: User) -> Client:
    return sign_in(client, alena_operator)


@pytest.fixture
def holders(office_warsaw: Any) -> list[Holder]:
    return [make_holder(office=office_warsaw, language=code) for code in ("be", "lt", "ru")]


@pytest.fixture
def rows(holders: list[Holder]) -> list[HelpRequest]:
    return [make_request(client=one.client, language=one.client.language) for one in holders]


def typed(rows: list[HelpRequest], words: dict[str, str], **more: Any) -> dict[str, Any]:
    form = {"once": str(uuid4()), "selected": [str(row.pk) for row in rows]}
    return form | {f"words_{code}": text for code, text in words.items()} | more


def test_each_gets_it_alone_in_her_own_language_and_what_lacks_is_shown_first(
    desk: Client, rows: list[HelpRequest]
) -> None:
    first = desk.post(MANY, {"selected": [str(row.pk) for row in rows]})
    assert first.status_code == 200
    form = typed(rows, WORDS)
    asked = desk.post(MANY, form)
    assert asked.status_code == 422
    assert "1 person would get it in" in asked.content.decode()
    assert not SharedAnswer.objects.exists()
    form["looked_at"] = re.findall(r'name="looked_at" value="([^"]+)"', asked.content.decode())
    sent = desk.post(MANY, {**form, "sends_other": "on"})
    shared = SharedAnswer.objects.get()
    assert sent["Location"] == reverse("answers:shared", args=[shared.pk])
    assert "0 of 3 have it" in desk.get(sent["Location"]).content.decode()
    assert send_shared_answer(str(shared.pk)) == 3
    got = {row.client.language: list(row.messages.values_list("language", flat=True)) for row in rows}
    assert got == {"be": ["be"], "lt": ["lt"], "ru": ["be"]}
    assert "3 of 3 have it" in desk.get(sent["Location"]).content.decode()
    page = desk.get(reverse("casefile:open", args=[rows[0].pk])).content.decode()
    assert WORDS["be"] in page
    assert not [row for row in rows[1:] if row.client.alias in page or row.code in page]


def test_nobody_gets_it_twice_whatever_is_sent_again(desk: Client, rows: list[HelpRequest]) -> None:
    form = typed(rows[:2], {}, blocks=["read"])
    for _again in range(2):
        desk.post(MANY, form)
    shared = SharedAnswer.objects.get()
    for _again in range(2):
        send_shared_answer(str(shared.pk))
    assert Message.objects.count() == 2
    assert set(Message.objects.values_list("language", flat=True)) == {"be", "lt"}


def test_the_draft_is_erased_when_everybody_has_it(alena_operator: User, rows: list[HelpRequest]) -> None:
    draft = SharedDraft(once=uuid4(), words={"be": "паперы гатовыя"})
    shared = answer_many(help_requests=rows, draft=draft, by=alena_operator)
    key = shared.text_key_id
    assert key is not None
    send_shared_answer(str(shared.pk))
    assert not SharedText.objects.exists()
    assert not DataKey.objects.filter(pk=key, erased_on=None).exists()


@pytest.mark.parametrize("detail", ["+48 600 700 800", "ona@example.org", "alias", "code"])
def test_somebodys_detail_is_refused_by_the_page_and_by_the_action(
    desk: Client, alena_operator: User, rows: list[HelpRequest], detail: str
) -> None:
    known = {"alias": rows[1].client.alias, "code": rows[1].code}.get(detail, detail)
    words = {"be": f"паперы гатовыя: {known}"}
    page = desk.post(MANY, typed(rows, words, sends_other="on"))
    assert page.status_code == 422
    assert "This has to go" in page.content.decode()
    with pytest.raises(NotNow):
        answer_many(help_requests=rows, draft=SharedDraft(once=uuid4(), words=words), by=alena_operator)
    assert not SharedAnswer.objects.exists()


def test_what_was_closed_meanwhile_gets_nothing_and_the_page_says_so(
    desk: Client, alena_operator: User, rows: list[HelpRequest]
) -> None:
    draft = SharedDraft(once=uuid4(), blocks=("read",))
    shared = answer_many(help_requests=rows, draft=draft, by=alena_operator)
    desk.post(reverse("closing:close", args=[rows[0].pk]), {"outcome": "solved", "seen": rows[0].version})
    assert send_shared_answer(str(shared.pk)) == 2
    html = desk.get(reverse("answers:shared", args=[shared.pk])).content.decode()
    assert "2 of 3 have it" in html
    assert "1 request was closed or kept from you meanwhile" in html


def test_another_office_and_closed_requests_cannot_be_chosen(
    desk: Client, office_vilnius: Any, office_warsaw: Any
) -> None:
    theirs = make_request(office=office_vilnius)
    closed = make_request(office=office_warsaw, status=Status.CLOSED)
    answer = desk.post(MANY, typed([theirs, closed], {"be": "паперы гатовыя"}))
    assert answer["Location"] == reverse("triage:queue")
    assert not SharedAnswer.objects.exists()
