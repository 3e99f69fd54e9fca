"""Searches that found nothing are counted without who asked, and only when they can be nobody's own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from helpdesk.accounts.models import User
from knowledge.articles.queries import work_from_rooms
from knowledge.search import actions
from knowledge.search.models import MissedSearch
from knowledge.search.rules import may_be_kept
from knowledge.search.tasks import forget_old
from knowledge.search.views import MISSES
from tests.factories.knowledge import make_article

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "asked",
    [
        "дзе купіць  фіялку?",
        "Дзе купіць фіялку",
        "ГДЕ ПЕЧЬ ХЛЕБ",
        "kur nusipirkti našlaitę",
    ],
)
def test_plain_words_may_be_kept_in_small_letters(asked: str) -> None:
    assert may_be_kept(asked) == " ".join(asked.lower().rstrip("?").split())


@pytest.mark.parametrize(
    "asked",
    [
        "мой нумар 600100200",
        "ул Мира 5",
        "пишите на ivan@mail.example",
        "Ян Беларускі",
        "дапамажыце Яну Беларускаму",
        "адзін два тры чатыры пяць шэсць сем",
        "я" * 61,
        "???",
        "",
        "١٢٣ дом",
    ],
)
def test_what_could_be_somebodys_own_is_not_kept(asked: str) -> None:
    assert may_be_kept(asked) == ""


def test_a_search_that_found_nothing_is_counted_once_a_day_and_language(client: Client) -> None:
    make_article()
    for _ in range(3):
        client.get("/be/search/", {"q": "вырошчванне фіялак"})
    client.get("/ru/search/", {"q": "вырошчванне фіялак"})
    rows = set(MissedSearch.objects.values_list("words", "language", "times"))
    assert rows == {("вырошчванне фіялак", "be", 3), ("вырошчванне фіялак", "ru", 1)}


def test_a_search_that_found_something_is_not_kept(client: Client) -> None:
    make_article()
    client.get("/be/search/", {"q": "PESEL"})
    client.get("/be/search/", {"q": ""})
    assert not MissedSearch.objects.exists()


def test_nothing_but_words_language_day_and_count_is_stored() -> None:
    assert {field.name for field in MissedSearch._meta.fields} == {
        "id",
        "words",
        "language",
        "asked_on",
        "times",
    }


def test_one_place_cannot_flood_the_list_and_still_gets_its_page(client: Client) -> None:
    letters = "абвгдежзійклмнопрстуфхцчшыэюяёў"
    for number in range(MISSES.most + 5):
        words = "фі" + letters[number % len(letters)] + letters[number // len(letters)] + "лка"
        assert client.get("/be/search/", {"q": words}).status_code == 200
    assert MissedSearch.objects.count() <= MISSES.most


def test_a_day_has_room_for_only_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_MISSED_A_DAY", 1)
    assert actions.note_missed(asked="першае", language="be")
    assert not actions.note_missed(asked="другое", language="be")


def test_editors_see_what_was_searched_in_vain_the_most_frequent_first(ina_editor: User) -> None:
    for words in ("рэдкае", "частае", "частае"):
        actions.note_missed(asked=words, language="be")
    listed = {item.key: item for item in work_from_rooms(ina_editor)}["searches"]
    assert [item.title for item in listed.items] == ["частае", "рэдкае"]
    assert listed.items[0].url.startswith("/be/search/?q=")


def test_what_nobody_wrote_about_is_forgotten_after_ninety_days() -> None:
    actions.note_missed(asked="даўняе", language="be")
    MissedSearch.objects.update(asked_on=timezone.localdate() - dt.timedelta(days=91))
    actions.note_missed(asked="новае", language="be")
    assert forget_old() == 1
    assert MissedSearch.objects.get().words == "новае"
