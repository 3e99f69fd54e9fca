"""The reader's side of all content that comes with the house: light, kept, purged, honest, scriptless."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import timezone

from helpdesk import languages
from knowledge.articles.imports import import_articles, import_topics
from knowledge.articles.models import Article, Topic
from knowledge.articles.notifications import article_changed
from knowledge.directory.imports import import_services
from knowledge.search.actions import follow
from tests.factories.knowledge import BY, make_article, make_topic, publish_text

pytestmark = pytest.mark.django_db
DEMO = Path(settings.BASE_DIR) / "knowledge" / "demo"
FIRST_VIEW = 60 * 1024
READERS = ("be", "ru", "pl", "lt")
LABEL = {  # "We do not have this in your language yet. You see it in: ..."
    "be": "на вашай мове яшчэ няма",
    "ru": "на вашем языке ещё нет",
    "pl": "Nie mamy tego jeszcze w Twoim języku",
    "lt": "Jūsų kalba to dar neturime",
    "en": "We do not have this in your language yet",
}


class Needs(HTMLParser):
    """What a page loads, and what in it would do nothing without script."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: set[str] = set()
        self.dead: list[str] = []
        self.hidden = 0
        self.forms: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        address = said.get("src") or (said.get("href") if tag == "link" else None) or ""
        if address.startswith(settings.STATIC_URL):
            self.loads.add(address.removeprefix(settings.STATIC_URL).partition("?")[0])
        if tag == "form":
            self.forms.append(said)
        if tag == "a" and (said.get("href") or "").startswith(("javascript", "#!")):
            self.dead.append(str(said))
        if tag == "button" and said.get("type") == "button":
            self.hidden += 1


@pytest.fixture
def texts(db: None) -> None:
    """All articles as they are read; nobody searches, so nothing is indexed."""
    article_changed.disconnect(dispatch_uid="search-index")
    import_topics(DEMO / "topics.json", BY)
    import_articles(DEMO / "articles", BY)
    article_changed.connect(follow, dispatch_uid="search-index")


@pytest.fixture
def content(db: None) -> None:
    import_topics(DEMO / "topics.json", BY)
    import_articles(DEMO / "articles", BY)
    import_services(DEMO / "directory.json", BY)


def first_view(html: str) -> int:
    """The page and everything that it loads, as the server sends it."""
    files = [Path(str(finders.find(name))).read_bytes() for name in Needs(html).loads]
    return len(gzip.compress(html.encode())) + sum(len(gzip.compress(file)) for file in files)


def test_every_page_of_the_content_is_light_and_whole_without_script(client: Client, content: None) -> None:
    paths = ["", "directory/", "search/?q=PESEL", *(f"topics/{t.slug}/" for t in Topic.objects.all())]
    paths += [f"articles/{article.slug}/" for article in Article.objects.all()]
    too_heavy: dict[str, int] = {}
    for code in READERS:
        for path in paths:
            answer = client.get(f"/{code}/{path}")
            html = answer.content.decode()
            assert answer.status_code == 200, path
            found = Needs(html)
            assert all(form.get("action") or form.get("method") for form in found.forms), path
            assert not found.dead, path
            assert html.count("data-needs-script") >= found.hidden, "a button that only script would answer"
            assert "hx-" not in html
            if (size := first_view(html)) > FIRST_VIEW:
                too_heavy[path] = size
    assert too_heavy == {}
    assert len(paths) >= 44 + 12


@pytest.mark.parametrize("path", ["", "topics/documents/", "articles/pl-pesel/", "directory/"])
@pytest.mark.django_db(transaction=True)
def test_every_kept_page_has_a_mark_and_is_purged_by_publishing(client: Client, path: str) -> None:
    article = make_article()
    first = client.get(f"/be/{path}")
    assert first.headers["Cache-Control"] == "public, max-age=60"
    assert not first.cookies
    mark = first.headers["ETag"]
    assert client.get(f"/be/{path}", headers={"If-None-Match": mark}).status_code == 304
    publish_text(article, "be", "Зусім новы загаловак", "", "Тэкст")
    again = client.get(f"/be/{path}", headers={"If-None-Match": mark})
    if path != "directory/":
        assert again.status_code == 200
        assert "Зусім новы загаловак" in again.content.decode()


@pytest.mark.parametrize("reader", languages.CODES)
def test_a_missing_language_is_replaced_in_the_readers_order_and_labelled(
    client: Client, reader: str
) -> None:
    texts = {code: (f"Title {code}", "", f"Text {code}") for code in languages.CODES}
    order = languages.reading_order(reader)
    for number, expected in enumerate(order):
        slug = f"only-{number}"
        make_article(slug, {code: texts[code] for code in reversed(order[number:])})
        html = client.get(f"/{reader}/articles/{slug}/").content.decode()
        assert f"<h1>Title {expected}</h1>" in html
        assert (f'<article class="stack" lang="{expected}"' in html) is (expected != reader)
        assert ('role="status"' in html and languages.BY_CODE[expected].own_name in html) or number == 0
        assert (number > 0) is (LABEL[reader] in html)


CHANGED = {
    "be": "правілы змяніліся",
    "ru": "правила изменились",
    "pl": "mogły się zmienić",
    "lt": "galėjo pasikeisti",
    "en": "rules may have changed",
}


@pytest.mark.parametrize("reader", CHANGED)
def test_past_the_review_date_every_reader_is_told_in_her_language(client: Client, reader: str) -> None:
    today = timezone.localdate()
    make_article("old", review_by=today - dt.timedelta(days=1))
    make_article("due", review_by=today)
    assert CHANGED[reader] in client.get(f"/{reader}/articles/old/").content.decode()
    assert CHANGED[reader] not in client.get(f"/{reader}/articles/due/").content.decode()


def test_rules_of_the_content_whose_end_has_passed_are_labelled(client: Client, texts: None) -> None:
    past = [
        article.slug
        for article in Article.objects.filter(review_by__lt=timezone.localdate()).order_by("slug")
    ]
    assert {"polish-travel-document", "protection-in-poland", "lithuania-asylum"} <= set(past)
    for slug in past:
        assert "alert--warn" in client.get(f"/be/articles/{slug}/").content.decode()


def test_an_article_prints_its_text_source_and_day_and_not_its_buttons(client: Client) -> None:
    make_article(source_title="UDSC", source_url="https://udsc.example/", checked_on="2026-10-01")
    make_topic("other")
    html = client.get("/be/articles/pl-pesel/").content.decode()
    style = Path(str(finders.find("ui/public.css"))).read_text("utf-8")
    printed = style[style.index("@media print") :]
    hidden = re.search(r"([^{}]+)\{ display: none !important; \}", printed)
    assert hidden is not None
    assert {".no-print", ".button", ".site-footer"} <= {name.strip() for name in hidden[1].split(",")}
    facts = html[html.index('<dl class="facts') : html.index("</dl>")]
    assert "no-print" not in facts
    assert "UDSC" in facts
    assert ".facts a[href^=" in printed, "the address of the source stands on paper, too"
    for part in ("data-print", 'aria-labelledby="helped"'):
        before = html[: html.index(part)]
        assert before.rindex("no-print") > before.rindex("</dl>")


def test_a_file_of_the_content_names_no_article_that_is_not_there(texts: None) -> None:
    """Related articles of the content: no dead links, none names itself."""
    known = set(Article.objects.values_list("slug", flat=True))
    for path in sorted((DEMO / "articles").glob("*.json")):
        held = json.loads(path.read_text("utf-8"))
        related = held.get("related", [])
        assert set(related) <= known - {held["slug"]}, path.name
