"""An article from an answer: general words pass, whatever could name a person is refused."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.answers.rules.slugs import short_name
from cases.requests.actions import add_staff_message
from cases.requests.models import HelpRequest, Message
from cases.triage.actions import assign
from helpdesk.accounts.models import User
from helpdesk.text.details import Detail, Known, findings
from knowledge.articles.models import Article, Revision, RevisionState
from tests.factories.knowledge import make_topic
from tests.factories.requests import make_request

GENERAL = "Схадзіце ва ўрад гміны з пашпартам. Гэта бясплатна."
NAMED = [
    ("Пані Кавальчук ужо падала заяву.", "be", Detail.NAME),
    ("Как сказала госпожа Иванова, нужен перевод.", "ru", Detail.NAME),
    ("Proszę napisać, że pan Jan czeka.", "pl", Detail.NAME),
    ("Zadzwoniła p. Nowak z urzędu.", "pl", Detail.NAME),
    ("Тэлефануйце 501 234 567.", "be", Detail.PHONE),
    ("Skambinkite +370 612 34567.", "lt", Detail.PHONE),
    ("Write to jan.kowalski@example.com.", "en", Detail.EMAIL),
    ("Ваш пашпарт MP1234567 прыняты.", "be", Detail.DOCUMENT),
    ("Паспорт АВ 1234567 принят.", "ru", Detail.DOCUMENT),
    ("Pani numer to 90010112345.", "pl", Detail.PERSONAL_NUMBER),
    ("Асабісты нумар 3010190A001PB5.", "be", Detail.PERSONAL_NUMBER),
    ("Ребёнок родился 12.03.2019.", "ru", Detail.BIRTH),
    ("Urodzony 5 maja 1984 w Mińsku.", "pl", Detail.BIRTH),
    ("Gimė 1990-05-06.", "lt", Detail.BIRTH),
    ("Вы жывяце на вул. Садовая 5.", "be", Detail.ADDRESS),
    ("Mieszka przy ul. Długiej 12.", "pl", Detail.ADDRESS),
    ("Gyvena Gedimino pr. 12.", "lt", Detail.ADDRESS),
    ("Адказ для Ціхі бусел.", "be", Detail.ALIAS),
]


@pytest.fixture
def answer(maks_lawyer: User, alena_operator: User) -> Message:
    help_request = make_request(office=maks_lawyer.office, topic="documents")
    assign(help_request=help_request, to=maks_lawyer, by=alena_operator)
    fresh = HelpRequest.objects.get(pk=help_request.pk)
    return add_staff_message(help_request=fresh, body=GENERAL, language="be", by=maks_lawyer)


def url(answer: Message) -> str:
    return reverse("answers:draft_article", args=[answer.pk])


def typed(**more: Any) -> dict[str, Any]:
    return {"title": "Як атрымаць PESEL", "topic": make_topic().pk, "country": "PL", "body": GENERAL} | more


@pytest.mark.parametrize(("text", "language", "kind"), NAMED)
def test_what_could_name_a_person_is_refused(text: str, language: str, kind: Detail) -> None:
    found = findings(text, language=language, known=Known(aliases=["Ціхі  Бусел"]))
    assert kind in {detail for detail, _words in found.refused}, found


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GENERAL, "be"),
        ("- Заява\n- Пашпарт\n\n1. Запоўніце форму.\n2. Аплаціце 340 злотых.", "be"),
        ("Телефон полиции 112, линия помощи 116 123.", "ru"),
        ("Opłata wynosi 1 440 zł. Termin: 14 dni.", "pl"),
        ("Karta pobytu jest w Polsce, także w Warszawie. ZUS i NFZ.", "pl"),
        ("The fee is {{fact:pl-stay-fee}}; see https://www.gov.pl/12345678901.", "en"),
    ],
)
def test_general_words_pass(text: str, language: str) -> None:
    found = findings(text, language=language)
    assert (found.refused, found.doubtful) == ([], [])


def test_unknown_capitals_and_whole_dates_have_to_be_looked_at() -> None:
    found = findings("Учора прыходзіў Зянон. Закон ад 12.12.2013.", language="be")
    assert found.refused == []
    assert set(found.doubtful) == {"Зянон", "12.12.2013"}


def test_the_short_name_is_made_of_the_title() -> None:
    assert short_name("Як атрымаць PESEL?", "PL").startswith("pl-")
    assert short_name("Łódź: żłobek", "") == "lodz-zlobek"


def test_an_answer_becomes_a_draft_that_readers_do_not_see(
    client: Client, sign_in: Any, answer: Message, maks_lawyer: User
) -> None:
    desk = sign_in(client, maks_lawyer)
    assert GENERAL in desk.get(url(answer)).text
    response = desk.post(url(answer), typed())
    assert response.status_code == 302, response.context["form"].errors
    revision = Revision.objects.get(article__country="PL")
    assert (revision.state, revision.body, revision.language) == (RevisionState.DRAFT, GENERAL, "be")
    assert not Article.objects.live().filter(pk=revision.article_id).exists()
    assert response["Location"] == reverse("knowledge:edit", args=[revision.article.slug, "be"])


@pytest.mark.parametrize("body", ["Пані Кавальчук чакае.", "Тэлефон 501234567", "ALIAS чакае"])
def test_a_person_in_the_text_keeps_it_from_becoming_an_article(
    client: Client, sign_in: Any, answer: Message, maks_lawyer: User, body: str
) -> None:
    body = body.replace("ALIAS", answer.help_request.client.alias)
    response = sign_in(client, maks_lawyer).post(url(answer), typed(body=body))
    assert response.status_code == 422
    assert response.context["form"].refused
    assert not Revision.objects.exists()


def test_a_doubtful_word_passes_only_when_it_was_looked_at(
    client: Client, sign_in: Any, answer: Message, maks_lawyer: User
) -> None:
    desk = sign_in(client, maks_lawyer)
    body = "Учора прыходзіў Зянон."
    assert desk.post(url(answer), typed(body=body)).status_code == 422
    assert desk.post(url(answer), typed(body=body, looked_at=["Іншае"])).status_code == 422
    assert desk.post(url(answer), typed(body=body, looked_at=["Зянон"])).status_code == 302


def test_only_ones_own_answer_in_a_thread_one_may_read(
    client: Client, sign_in: Any, answer: Message, alena_operator: User, ina_editor: User, maks_lawyer: User
) -> None:
    assert sign_in(client, ina_editor).get(url(answer)).status_code == 404
    assert sign_in(client, alena_operator).get(url(answer)).status_code == 403
    theirs = add_staff_message(
        help_request=answer.help_request, body=GENERAL, language="be", by=alena_operator
    )
    assert sign_in(client, maks_lawyer).get(url(theirs)).status_code == 404


def test_the_case_file_offers_it_at_ones_own_answer_only(
    client: Client, sign_in: Any, answer: Message, alena_operator: User, maks_lawyer: User
) -> None:
    theirs = add_staff_message(
        help_request=answer.help_request, body=GENERAL, language="be", by=alena_operator
    )
    page = sign_in(client, maks_lawyer).get(reverse("casefile:open", args=[answer.help_request_id])).text
    assert url(answer) in page
    assert url(theirs) not in page
