"""Finding: any spelling, any of five languages, honest when nothing fits, two queries."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from knowledge.search.actions import rebuild
from knowledge.search.models import Posting, Term
from knowledge.search.queries import answers, find
from tests.factories.knowledge import make_article

pytestmark = pytest.mark.django_db

PESEL = {
    "be": ("Нумар PESEL", "Навошта патрэбны і як атрымаць.", "Ідзіце ва ўрад гміны з пашпартам."),
    "pl": ("Numer PESEL", "Po co i jak go dostać.", "Idź do urzędu gminy z paszportem."),
}
INSURANCE = {
    "ru": (
        "Добровольная страховка в NFZ",
        "Как застраховаться самому.",
        "Подпишите договор с отделением фонда здоровья. Взнос платят каждый месяц.",
    )
}
DOCTOR = {
    "lt": (
        "Šeimos gydytojas",
        "Kaip prisirašyti prie poliklinikos.",
        "Pasirinkite kliniką ir pateikite prašymą. Apsilankymui reikia registracijos.",
    )
}
TRANSLATION = {"pl": ("Tłumacz przysięgły", "Gdzie znaleźć.", "Lista tłumaczy jest na stronie ministerstwa.")}


@pytest.fixture(autouse=True)
def _articles(db: None) -> None:
    make_article("pl-pesel", PESEL)
    make_article("pl-insurance", INSURANCE)
    make_article("lt-doctor", DOCTOR, country="LT")
    make_article("pl-translator", TRANSLATION, country="")


@pytest.mark.parametrize(
    ("question", "language", "slug"),
    [
        ("PESEL", "pl", "pl-pesel"),
        ("песель на ребёнка", "ru", "pl-pesel"),
        ("як атрымаць песель", "be", "pl-pesel"),
        ("jak atrymać PESEL", "be", "pl-pesel"),
        ("dobrovolnaya strahovka", "ru", "pl-insurance"),
        ("добровольня страховка", "ru", "pl-insurance"),
        ("ubezpieczenie zdrowotne", "pl", "pl-insurance"),
        ("sveikatos draudimas Lenkijoje", "lt", "pl-insurance"),
        ("seimos gydytojas", "lt", "lt-doctor"),
        ("шеймос гидитояс", "ru", "lt-doctor"),
        ("как записаться к семейному врачу", "ru", "lt-doctor"),
        ("тлумач пшисенглы", "ru", "pl-translator"),
        ("прысяжны перакладчык", "be", "pl-translator"),
        ("przysiegly tlumacz", "pl", "pl-translator"),
    ],
)
def test_a_question_in_any_spelling_finds_its_article_first(question: str, language: str, slug: str) -> None:
    hits = find(question, language)
    assert hits
    assert hits[0].article.slug == slug
    assert hits[0].answer


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("где купить дешёвую мебель", "ru"),
        ("дзе збіраць грыбы", "be"),
        ("jak zarejestrować drona", "pl"),
        ("orų prognozė rytoj", "lt"),
        ("qwertyuiop zxcvbnm", "en"),
    ],
)
def test_a_question_that_nothing_answers_is_told_so(question: str, language: str) -> None:
    assert answers(question, language) == []


@pytest.mark.parametrize(
    "question", ["", "   ", "?!…—", "\x00\u202e\u200b", "і на ў", "а" * 10_000, "слова " * 2_000]
)
def test_a_question_without_sense_harms_nothing(question: str) -> None:
    assert not any(hit.answer for hit in find(question, "be"))


def test_a_question_takes_two_queries(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(2):  # type: ignore[operator]
        find("ubezpieczenie zdrowotne и песель на ребёнка без мельдунка", "ru")


def test_the_reader_sees_her_language_or_the_next_one_of_her_order() -> None:
    assert find("PESEL", "pl")[0].language == "pl"
    assert find("PESEL", "be")[0].title == "Нумар PESEL"
    assert find("страховка NFZ", "be")[0].language == "ru"


def test_a_country_leaves_out_the_rules_of_the_other() -> None:
    assert all(hit.article.slug != "lt-doctor" for hit in find("gydytojas", "lt", country="PL"))
    assert find("gydytojas", "lt", country="LT")[0].article.slug == "lt-doctor"


def test_a_word_in_the_title_weighs_more_than_in_the_text() -> None:
    body = "Tekst o sprawach różnych. " * 5
    make_article("body", {"pl": ("Sprawy różne", "Ogólnie.", body + "Kartofel.")})
    make_article("summary", {"pl": ("Sprawy inne", "Kartofel.", body)})
    make_article("title", {"pl": ("Kartofel", "Ogólnie.", body)})
    assert [hit.article.slug for hit in find("kartofel", "pl")] == ["title", "summary", "body"]


def test_rebuilding_gives_the_same_index() -> None:
    before = set(Posting.objects.values_list("term__text", "article__slug", "weight"))
    counts = dict(Term.objects.filter(article_count__gt=0).values_list("text", "article_count"))
    assert rebuild() == 4
    assert set(Posting.objects.values_list("term__text", "article__slug", "weight")) == before
    assert dict(Term.objects.values_list("text", "article_count")) == counts


def test_the_command_prints_json() -> None:
    out = StringIO()
    call_command("search", "PESEL", "--lang", "be", "--json", stdout=out)
    found = json.loads(out.getvalue())
    assert set(found) == {"answer", "results"}
    assert found["answer"] is True
    first = found["results"][0]
    assert set(first) == {"slug", "title", "language", "score", "concepts", "answer"}
    assert (first["slug"], first["title"], first["language"]) == ("pl-pesel", "Нумар PESEL", "be")
    assert "pesel" in first["concepts"]


def test_the_api_answers_with_slugs_titles_language_score_and_concepts(client: Client) -> None:
    found = client.get("/api/knowledge/search/", {"q": "страховка нфз", "lang": "be"}).json()
    first = found["results"][0]
    assert set(found) == {"answer", "results"}
    assert {"slug", "title", "language", "score", "concepts", "answer"} <= set(first)
    assert found["answer"] is first["answer"] is True
    assert (first["slug"], first["title"]) == ("pl-insurance", INSURANCE["ru"][0])
    assert first["language"] == "ru"
    assert "health-insurance-pl" in first["concepts"]
    assert first["score"] > 0


def test_the_api_refuses_unknown_languages_and_gives_unknown_articles_as_404(client: Client) -> None:
    assert client.get("/api/knowledge/search/", {"q": "x", "lang": "xx"}).status_code == 400
    assert client.get("/api/knowledge/articles/never/").status_code == 404
    assert client.post("/api/knowledge/search/", {"q": "x"}).status_code in (403, 405)


def test_the_api_gives_an_article_with_sections_and_source(client: Client) -> None:
    found = client.get("/api/knowledge/articles/pl-insurance/", {"lang": "lt"}).json()
    assert found["language"] == "ru"
    assert found["languages"] == ["ru"]
    assert found["sections"]
    assert found["checked_on"] is None


def test_the_schema_is_public(client: Client) -> None:
    answer = client.get("/api/schema/")
    assert answer.status_code == 200
    assert b"/api/knowledge/search/" in answer.content


def test_the_page_shows_answers_or_the_way_to_a_person(client: Client) -> None:
    page = client.get("/be/search/", {"q": "песель"})
    assert "Нумар PESEL" in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert not page.cookies
    nothing = client.get("/be/search/", {"q": "дзе збіраць грыбы"}).content.decode()
    assert 'class="empty"' in nothing
    assert "/be/write/" in nothing


def test_the_page_escapes_what_was_asked(client: Client) -> None:
    page = client.get("/be/search/", {"q": '"><script>alert(1)</script>'}).content.decode()
    assert "<script>alert" not in page
