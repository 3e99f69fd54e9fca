"""The page of a topic is short: parts with anchors, a line for each article, the rest folded, no script."""

from __future__ import annotations

import pytest
from django.test import Client

from knowledge.articles.queries import IN_SIGHT
from tests.factories.directory import make_service
from tests.factories.knowledge import make_article, make_topic

pytestmark = pytest.mark.django_db


def html(client: Client, address: str = "/en/topics/documents/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_subtopics_are_parts_of_the_page_with_anchors(client: Client) -> None:
    topic = make_topic()
    papers = make_topic("papers", parent=topic, order=1)
    make_topic("empty", parent=topic, order=2)
    make_article("all", {"en": ("For everybody", "Long words.", "Text")}, topic=topic)
    make_article("stamp", {"en": ("A stamp", "", "Text")}, topic=papers)
    page = html(client)
    assert page.index("For everybody") < page.index('id="papers"') < page.index("A stamp")
    assert 'href="#papers"' in page
    assert 'href="/en/topics/empty/"' in page
    assert "Long words." not in page


def test_many_articles_are_folded_and_none_is_lost(client: Client) -> None:
    for number in range(IN_SIGHT + 4):
        make_article(f"a{number}", {"en": (f"Title {number}", "", "Text")})
    page = html(client)
    folded = page[page.index("<details") : page.index("</details>")]
    assert folded.count("/en/articles/a") == 4
    assert page.count('href="/en/articles/a') == IN_SIGHT + 4
    assert "<script" not in folded


def test_a_line_says_the_country_and_another_language(client: Client) -> None:
    make_article("pl-only", {"pl": ("Numer PESEL", "", "Tekst")}, country="PL")
    page = html(client)
    assert 'lang="pl">Numer PESEL<' in page
    assert "Polski" in page
    assert "Poland" in page


def test_services_stand_below_with_their_numbers_and_the_day_of_checking(client: Client) -> None:
    topic = make_topic()
    make_article("one", topic=topic)
    make_service("helpers", topics=[topic])
    page = html(client)
    assert page.index("/en/articles/one/") < page.index("tel:220000001")
    assert "Checked on" in page[page.index("tel:220000001") :]


def test_an_article_names_its_sections_with_anchors_its_source_and_its_day(client: Client) -> None:
    body = "Begin.\n\n## One\n\nA\n\n## Two\n\nB\n\n## Three\n\nC"
    make_article(
        "long",
        {"en": ("Title", "Summary", body)},
        source_title="UDSC",
        source_url="https://udsc.example/",
        checked_on="2026-10-01",
        effective_from="2026-01-01",
    )
    page = html(client, "/en/articles/long/")
    for number, title in ((2, "One"), (3, "Two"), (4, "Three")):
        assert f'<a href="#part-{number}">{title}</a>' in page
        assert f'id="part-{number}"' in page
    for words in ('href="https://udsc.example/"', "UDSC", "Checked on", "In force from", "no-print"):
        assert words in page
