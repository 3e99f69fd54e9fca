"""What the issue promises of search, sentence by sentence: any spelling, any language, any question."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from helpdesk import languages
from helpdesk.audit.guard import writing
from knowledge.articles.models import Article, Topic
from knowledge.articles.notifications import article_changed
from knowledge.search.models import Posting, Term
from knowledge.search.queries import answers, find
from tests.factories.knowledge import make_article

pytestmark = pytest.mark.django_db

ARTICLES: dict[str, tuple[str, dict[str, tuple[str, str, str]]]] = {
    "family": (
        "LT",
        {"be": ("Сям’я ў Літве: уз’яднанне", "Як перавезці сям’ю.", "Сьведчаньне аб шлюбе з апастылем.")},
    ),
    "birth": (
        "PL",
        {"pl": ("Akt urodzenia dziecka", "Jak zarejestrować noworodka.", "Idź do urzędu stanu cywilnego.")},
    ),
    "doctor": (
        "LT",
        {"lt": ("Šeimos gydytojas", "Kaip prisirašyti.", "Pasirinkite polikliniką ir pateikite prašymą.")},
    ),
    "wages": (
        "PL",
        {"ru": ("Работодатель не платит зарплату", "Куда жаловаться.", "Инспекция труда примет жалобу.")},
    ),
    "teeth": ("PL", {"pl": ("Dentysta na NFZ", "Leczenie zębów.", "Plomba i usunięcie zęba są bezpłatne.")}),
}


@pytest.fixture(autouse=True)
def _articles(request: pytest.FixtureRequest) -> None:
    if "asked_file" in request.fixturenames:  # a new house
        return
    for slug, (country, texts) in ARTICLES.items():
        make_article(slug, texts, country=country)


@pytest.mark.parametrize(
    ("question", "language", "slug"),
    [
        # Both Belarusian spellings, Łacinka with and without its diacritics.
        ("уз'яднаньне сям'і", "be", "family"),
        ("сведчанне аб шлюбе", "be", "family"),
        ("abjadnańnie siamji ŭ Litvie", "be", "family"),
        ("uzjadnannie siamji", "be", "family"),
        # Every apostrophe.
        ("сям'я", "be", "family"),
        ("сям’я", "be", "family"),
        ("сямʼя", "be", "family"),
        ("сям´я", "be", "family"),
        # Polish and Lithuanian with and without diacritics, and by ear in Cyrillic.
        ("zeby leczenie", "pl", "teeth"),
        ("leczenie zębów", "pl", "teeth"),
        ("seimos gydytojas", "lt", "doctor"),
        ("шеймос гидитояс", "ru", "doctor"),
        ("акт уродзеня", "ru", "birth"),
        ("денциста на нфз", "ru", "teeth"),
        # Russian and Belarusian in Latin letters.
        ("rabotodatel ne platit zarplatu", "ru", "wages"),
        ("nie płaciać zarobak", "be", "wages"),
        # Mixed languages and typing mistakes.
        ("zarejestrować дзіця ў urząd", "be", "birth"),
        ("šeimos gydytojas запись", "ru", "doctor"),
        ("dentsta zeba", "pl", "teeth"),
        ("leczene zębów", "pl", "teeth"),
        ("работадатель не плотит зарплату", "ru", "wages"),
        # A language the article does not speak, and everyday speech.
        ("зубны лекар", "be", "teeth"),
        ("kur registruoti naujagimį Lenkijoje", "lt", "birth"),
        ("my boss does not pay me", "en", "wages"),
        ("szef nie płaci za robotę", "pl", "wages"),
        ("болит зуб, что делать", "ru", "teeth"),
        ("ząb mnie strasznie boli", "pl", "teeth"),
    ],
)
def test_any_spelling_of_a_question_finds_the_article(question: str, language: str, slug: str) -> None:
    hits = find(question, language)
    assert hits
    assert hits[0].article.slug == slug


@pytest.mark.parametrize("reader", languages.CONTENT_CODES)
def test_an_article_without_the_readers_language_says_which_it_is_in(reader: str, client: Client) -> None:
    hit = find("Dentysta na NFZ", reader)[0]
    assert (hit.article.slug, hit.language) == ("teeth", "pl")
    found = client.get("/api/knowledge/search/", {"q": "Dentysta na NFZ", "lang": reader}).json()
    assert found["results"][0]["language"] == "pl"
    page = client.get(f"/{reader}/search/", {"q": "Dentysta na NFZ"}).content.decode()
    assert 'lang="pl"' in page


@pytest.mark.parametrize("question", ["як вырасціць памідоры", "ranking telewizorów", "kaip auginti bites"])
def test_nothing_fits_is_said_with_the_way_to_a_person_everywhere(question: str, client: Client) -> None:
    out = StringIO()
    call_command("search", question, "--lang", "be", "--json", stdout=out)
    assert json.loads(out.getvalue())["answer"] is False
    assert client.get("/api/knowledge/search/", {"q": question}).json()["answer"] is False
    page = client.get("/be/search/", {"q": question}).content.decode()
    assert "/be/write/" in page


def _publish_anew(article: Article, *, published: bool) -> None:
    with writing():
        article.is_published = published
        article.save()
    article_changed.send(sender=Article, article=article)


def test_the_index_follows_within_the_transaction_that_publishes() -> None:
    article = Article.objects.get(slug="teeth")
    others = Posting.objects.exclude(article=article).count()
    with transaction.atomic():
        _publish_anew(article, published=False)
        assert not Posting.objects.filter(article=article).exists()
        transaction.set_rollback(True)
    assert find("Dentysta na NFZ", "pl")[0].article.slug == "teeth"
    article.refresh_from_db()
    _publish_anew(article, published=False)
    assert not answers("Dentysta na NFZ", "pl")
    assert Posting.objects.exclude(article=article).count() == others
    counted = Term.objects.get(text="*").article_count
    assert counted == len(ARTICLES) - 1


SENSELESS: dict[str, str] = {
    "long": "зуб " * 2_500,
    "one long word": "ź" * 10_000,
    "punctuation": "?!…—«»()[]{}<>|\\/*&^%$#@~`\"'" * 30,
    "control": "".join(map(chr, range(1, 32))) * 20,
    "NUL": "\x00" * 50,
    "zero width": "\u200b\u200c\u200d\ufeff\u2060" * 50,
    "bidi": "\u202e\u202d\u2066\u2069" * 50,
    "emoji": "👩‍👩‍👧‍👦🦷🇧🇾😭" * 100,
    "combining": "z" + "\u0301" * 5_000,
    "wide": "ＤＥＮＴＹＳＴＡ",
    "other scripts": "牙医 อุดฟัน طبيب أسنان",
    "mixed in a word": "дeнтыcтa zуб " * 50,
    "query language": "'; DROP TABLE knowledge_term; -- & | ! :* <->",
    "percent": "%%%s %(x)s {0} \\u0000",
    "digits": "1234567890 " * 900,
    "surrogate": "\ud800зуб",
}


@pytest.mark.parametrize("question", SENSELESS.values(), ids=SENSELESS.keys())
def test_no_question_is_slow_or_harmful(question: str, client: Client) -> None:
    sent = question.encode("utf-8", "replace").decode()
    started = time.perf_counter()
    find(question, "be")
    took = time.perf_counter() - started
    assert took < 2, "even on a machine that does much else"
    assert client.get("/be/search/", {"q": sent}).status_code == 200
    answer = client.get("/api/knowledge/search/", {"q": sent, "lang": "be"})
    assert answer.status_code == 200
    assert set(answer.json()) == {"answer", "results"}


def test_a_question_of_ten_thousand_characters_is_cut_and_answered(client: Client) -> None:
    question = "Dentysta na NFZ " + "ble " * 2_500
    assert find(question, "pl")[0].article.slug == "teeth"
    assert client.get("/api/knowledge/search/", {"q": question, "lang": "pl"}).json()["results"]


def test_invisible_characters_within_words_do_not_hide_them() -> None:
    assert find("De\u200bnty\u00adsta na N\u202eFZ", "pl")[0].article.slug == "teeth"


@pytest.fixture
def asked_file(tmp_path: Path) -> Callable[..., Path]:
    def write(**data: object) -> Path:
        path = tmp_path / "set.json"
        path.write_text(json.dumps(data), encoding="utf-8")
        return path

    return write


def test_a_file_of_articles_with_questions_beside_them_is_imported(asked_file: Callable[..., Path]) -> None:
    item = {
        "slug": "lt-scooter",
        "topic": "other",
        "country": "LT",
        "translations": {"lt": {"title": "Paspirtukas", "summary": "Taisyklės.", "body": "**Greitis** 20."}},
    }
    query = {"q": "paspirtukas", "lang": "lt", "expect": ["lt-scooter"], "kind": "short"}
    assert not Topic.objects.exists()  # they come by themselves
    out = StringIO()
    call_command("import_articles", str(asked_file(articles=[item], queries=[query])), stdout=out)
    assert out.getvalue().startswith("1 new")
    assert find("paspirtukas", "lt")[0].article.slug == "lt-scooter"
