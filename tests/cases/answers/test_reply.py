"""Answers: in the client's language, pinned, sent once, told contentlessly, and nothing typed is lost."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cases.answers.actions import Draft, reply
from cases.answers.rules import BLOCKS, compose
from cases.requests.actions import Contact, add_client_message
from cases.requests.models import HelpRequest, Message
from cases.requests.workflow import Status, Turn
from helpdesk import languages
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.sealing.actions import open_with
from tests.factories.knowledge import make_article, publish_text
from tests.factories.requests import make_client, make_holder, make_request

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def desk(client: Client, sign_in: Any, alena_operator: User) -> Client:
    return sign_in(client, alena_operator)


@pytest.fixture
def help_request(office_warsaw: Any) -> HelpRequest:
    return make_request(office=office_warsaw)


def draft(words: str = "Добры дзень!", **more: Any) -> Draft:
    return Draft(**{"words": words, "language": "be", "once": uuid4()} | more)


def typed(help_request: HelpRequest, **more: Any) -> dict[str, Any]:
    fresh = HelpRequest.objects.get(pk=help_request.pk)
    form = {"words": "Добры дзень!", "language": "be", "once": str(uuid4()), "seen": str(fresh.version)}
    return form | {"do": "send"} | more


def url(help_request: HelpRequest) -> str:
    return reverse("answers:reply", args=[help_request.pk])


def test_an_answer_reaches_the_inbox_and_makes_it_her_turn(office_warsaw: Any, desk: Client) -> None:
    holder = make_holder(office=office_warsaw)
    help_request = make_request(client=holder.client)
    response = desk.post(url(help_request), typed(help_request))
    assert response["Location"] == reverse("casefile:open", args=[help_request.pk])
    message = Message.objects.get(help_request=help_request)
    assert open_with(holder.key, message, ["body"])[0]["body"] == "Добры дзень!"
    help_request.refresh_from_db()
    assert (help_request.status, help_request.turn) == (Status.ANSWERED, Turn.CLIENT)
    assert help_request.first_answered_at is not None
    assert AccessEntry.objects.filter(verb="request.answer", object_id=str(help_request.pk)).count() == 1


def test_whoever_answers_first_has_it_on_her_desk(help_request: HelpRequest, alena_operator: User) -> None:
    reply(help_request=help_request, draft=draft(), by=alena_operator)
    help_request.refresh_from_db()
    assert help_request.assigned_to == alena_operator


def test_the_same_form_sent_twice_is_one_answer(desk: Client, help_request: HelpRequest) -> None:
    form = typed(help_request)
    for _ in range(2):
        assert desk.post(url(help_request), form).status_code == 302
    assert Message.objects.filter(help_request=help_request).count() == 1


def test_a_form_cannot_claim_a_message_of_another_request(
    help_request: HelpRequest, office_warsaw: Any, alena_operator: User
) -> None:
    once = uuid4()
    reply(help_request=make_request(office=office_warsaw), draft=draft(once=once), by=alena_operator)
    with pytest.raises(NotNow):
        reply(help_request=help_request, draft=draft(once=once), by=alena_operator)
    assert not Message.objects.filter(help_request=help_request).exists()


def test_words_that_came_meanwhile_stop_the_answer_and_keep_what_was_typed(
    desk: Client, office_warsaw: Any
) -> None:
    holder = make_holder(office=office_warsaw)
    help_request = make_request(client=holder.client)
    form = typed(help_request, words="Мой доўгі адказ")
    add_client_message(
        help_request=help_request, body="Пачакайце!", language="be", by=holder.actor, opener=holder.key
    )
    response = desk.post(url(help_request), form)
    html = response.content.decode()
    assert response.status_code == 422
    assert "Something has happened here" in html
    assert "Мой доўгі адказ" in html
    assert not Message.objects.filter(help_request=help_request, from_client=False).exists()
    again = dict(form, seen=re.search(r'name="seen" value="(\d+)"', html).group(1))  # type: ignore[union-attr]
    assert desk.post(url(help_request), again).status_code == 302


def test_an_empty_answer_is_refused_and_htmx_gets_the_same_form(
    desk: Client, help_request: HelpRequest
) -> None:
    form = typed(help_request, words="  ")
    page = desk.post(url(help_request), form)
    swap = desk.post(url(help_request), form, **HTMX)
    assert (page.status_code, swap.status_code) == (422, 200)
    for response in (page, swap):
        assert "Write something" in response.content.decode()
    assert "<html" not in swap.content.decode()


def test_by_htmx_a_sent_answer_leads_back_to_the_case_file(desk: Client, help_request: HelpRequest) -> None:
    response = desk.post(url(help_request), typed(help_request), **HTMX)
    assert response["HX-Redirect"] == reverse("casefile:open", args=[help_request.pk])


def test_ready_sentences_go_out_in_the_language_of_the_person(
    office_warsaw: Any, alena_operator: User
) -> None:
    holder = make_holder(office=office_warsaw, language="lt")
    help_request = make_request(client=holder.client, language="lt")
    sent = reply(
        help_request=help_request, draft=draft("Привет", language="ru", blocks=("read",)), by=alena_operator
    )
    assert [message.language for message in sent] == ["lt", "ru"]
    bodies = [part["body"] for part in open_with(holder.key, sent, ["body"])]
    assert bodies == [BLOCKS["read"]["lt"], "Привет"]


def test_words_in_her_own_language_make_one_message(help_request: HelpRequest, alena_operator: User) -> None:
    sent = reply(help_request=help_request, draft=draft("Добры дзень", blocks=("read",)), by=alena_operator)
    assert len(sent) == 1


def test_an_article_is_pinned_at_the_revision_of_that_day(
    help_request: HelpRequest, alena_operator: User
) -> None:
    article = make_article()
    (message,) = reply(help_request=help_request, draft=draft("", article=article.slug), by=alena_operator)
    pinned = message.revision
    assert pinned is not None
    assert (pinned.language, pinned.number) == ("be", 1)
    publish_text(article, "be", "Новы загаловак", "Новае", "Новы тэкст")
    message.refresh_from_db()
    assert message.revision == pinned
    assert message.revision.title == "Нумар PESEL"


def test_an_article_goes_out_in_the_next_language_of_her_order(
    office_warsaw: Any, alena_operator: User
) -> None:
    article = make_article(texts={"pl": ("Numer PESEL", "Po co.", "Tekst")})
    help_request = make_request(client=make_client(office=office_warsaw, language="be"))
    (message,) = reply(help_request=help_request, draft=draft("", article=article.slug), by=alena_operator)
    assert message.revision is not None
    assert message.revision.language == "pl"


def test_an_article_that_is_not_published_is_refused(help_request: HelpRequest, alena_operator: User) -> None:
    with pytest.raises(NotNow):
        reply(help_request=help_request, draft=draft(article="nothing"), by=alena_operator)
    assert not Message.objects.exists()


def test_looking_for_an_article_sends_nothing_and_keeps_the_words(
    desk: Client, help_request: HelpRequest
) -> None:
    make_article()
    html = desk.post(url(help_request), typed(help_request, find="PESEL", do="find")).content.decode()
    assert 'value="pl-pesel"' in html
    assert "Добры дзень!" in html
    assert not Message.objects.exists()


def test_she_is_told_only_if_she_wished_and_without_content(office_warsaw: Any, alena_operator: User) -> None:
    quiet = make_request(client=make_client(office=office_warsaw))
    wishing = make_client(office=office_warsaw, contact=Contact(channel="email", address="a@b.example"))
    for help_request in (quiet, make_request(client=wishing)):
        reply(help_request=help_request, draft=draft(), by=alena_operator)
    assert [message.client_id for message in OutgoingMessage.objects.all()] == [wishing.pk]


@pytest.mark.parametrize("status", [Status.NEW, Status.TRIAGED, Status.ANSWERED, Status.WAITING_LIST])
def test_an_answer_moves_every_waiting_request_on(
    status: Status, office_warsaw: Any, alena_operator: User
) -> None:
    help_request = make_request(office=office_warsaw, status=status)
    reply(help_request=help_request, draft=draft(), by=alena_operator)
    assert HelpRequest.objects.get(pk=help_request.pk).status == Status.ANSWERED


@pytest.mark.parametrize("status", [Status.IN_CASE, Status.WITH_VOLUNTEER, Status.REFERRED])
def test_an_answer_takes_nobody_out_of_a_case(
    status: Status, office_warsaw: Any, alena_operator: User
) -> None:
    help_request = make_request(office=office_warsaw, status=status)
    reply(help_request=help_request, draft=draft(), by=alena_operator)
    fresh = HelpRequest.objects.get(pk=help_request.pk)
    assert (fresh.status, fresh.turn) == (status, Turn.CLIENT)


def test_what_we_still_owe_stays_our_turn(help_request: HelpRequest, alena_operator: User) -> None:
    reply(help_request=help_request, draft=draft(keeps_turn=True), by=alena_operator)
    fresh = HelpRequest.objects.get(pk=help_request.pk)
    assert (fresh.status, fresh.turn) == (Status.TRIAGED, Turn.US)


def test_a_closed_request_is_not_answered(office_warsaw: Any, alena_operator: User) -> None:
    with pytest.raises(NotNow):
        reply(
            help_request=make_request(office=office_warsaw, status=Status.CLOSED),
            draft=draft(),
            by=alena_operator,
        )


def test_who_may_not_read_may_not_answer(
    help_request: HelpRequest, hanna_coordinator: User, maks_lawyer: User, jonas_operator: User
) -> None:
    for person in (hanna_coordinator, maks_lawyer, jonas_operator):
        with pytest.raises(Refused):
            reply(help_request=help_request, draft=draft(), by=person)


def test_a_coordinator_gets_403_and_another_office_404(
    client: Client, sign_in: Any, hanna_coordinator: User, jonas_operator: User, help_request: HelpRequest
) -> None:
    assert sign_in(client, hanna_coordinator).get(url(help_request)).status_code == 403
    assert sign_in(client, jonas_operator).post(url(help_request), typed(help_request)).status_code == 404


def test_every_sentence_exists_in_every_language() -> None:
    for code, texts in BLOCKS.items():
        assert set(texts) == set(languages.CODES), code
        assert len(set(texts.values())) == len(texts), code
    assert compose(["more", "read"], "en", " x ").startswith(BLOCKS["read"]["en"])


def test_the_public_text_of_an_article_is_ready_to_copy(desk: Client) -> None:
    article = make_article()
    address = reverse("answers:public_text", args=[article.slug])
    html = desk.get(address, {"language": "be"}).content.decode()
    assert "Схадзіце ва ўрад гміны" in html
    assert "data-copy" in html
    assert "<html" not in desk.get(address, {"language": "xx"}, **HTMX).content.decode()
    assert desk.get(reverse("answers:public_text", args=["nothing"])).status_code == 404
