"""The reader's pages: light, cached without cookies, honest about language and age."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from knowledge.articles import actions
from knowledge.articles.models import Country, Kind
from knowledge.articles.queries import EMERGENCY_LINES
from tests.factories.knowledge import BY, make_article, make_topic, publish_text

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, **headers: str) -> str:
    answer = client.get(address, **headers)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_home_offers_search_topics_a_person_and_emergency_numbers(client: Client) -> None:
    make_topic("legalization", name_be="Права жыць тут")
    html = page(client, "/be/")
    assert 'role="search"' in html
    assert "Права жыць тут" in html
    assert "tel:112" in html
    assert "tel:116111" in html
    assert reverse("intake:story") in page(client, reverse("home")) or "write/" in html


def test_home_names_only_topics_of_the_first_level(client: Client) -> None:
    parent = make_topic("legalization", name_en="Right to stay")
    make_topic("asylum", parent=parent, name_en="Asking for protection")
    html = page(client, "/en/")
    assert "Right to stay" in html
    assert "Asking for protection" not in html
    assert "Asking for protection" in page(client, "/en/topics/legalization/")


def test_the_childrens_number_is_not_given_for_poland_before_somebody_checked_it(client: Client) -> None:
    countries = {line.country for line in EMERGENCY_LINES if line.dial == "116111"}
    assert countries == {Country.LITHUANIA}
    html = page(client, "/en/")
    assert "Children and young people (Lithuania)" in " ".join(html.split())


@pytest.mark.parametrize("address", ["/be/", "/be/topics/documents/", "/be/articles/pl-pesel/"])
def test_a_readers_page_takes_at_most_four_queries(
    client: Client, address: str, django_assert_max_num_queries: object
) -> None:
    for number in range(6):
        make_article(f"a{number}")
    make_article()
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        page(client, address)


def test_the_second_reader_costs_no_query_at_all(client: Client, django_assert_num_queries: object) -> None:
    make_article()
    page(client, "/be/articles/pl-pesel/")
    with django_assert_num_queries(0):  # type: ignore[operator]
        page(client, "/be/articles/pl-pesel/")


def test_a_reader_gets_no_cookie_and_may_keep_the_page_a_minute(client: Client) -> None:
    make_article()
    answer = client.get("/be/articles/pl-pesel/")
    assert not answer.cookies
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    again = client.get("/be/articles/pl-pesel/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_a_reader_with_a_cookie_gets_a_page_nobody_keeps(client: Client) -> None:
    make_article()
    client.cookies["help"] = "something"
    answer = client.get("/be/articles/pl-pesel/")
    assert answer.status_code == 200
    assert "public" not in answer.headers.get("Cache-Control", "")


@pytest.mark.django_db(transaction=True)
def test_publishing_changes_the_kept_page_at_once(client: Client) -> None:
    article = make_article()
    assert "Новы загаловак" not in page(client, "/be/articles/pl-pesel/")
    publish_text(article, "be", "Новы загаловак", "", "Тэкст")
    assert "Новы загаловак" in page(client, "/be/articles/pl-pesel/")


def test_an_article_that_lacks_the_language_is_shown_in_the_next_one_with_a_label(client: Client) -> None:
    make_article()
    html = page(client, "/lt/articles/pl-pesel/")
    assert 'lang="be"' in html or 'lang="pl"' in html
    assert "Беларуская" in html
    assert "Numer PESEL" in html or "Нумар PESEL" in html


def test_an_article_past_its_review_date_says_that_rules_may_have_changed(client: Client) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    make_article(review_by=yesterday)
    make_article("fresh", review_by=yesterday + dt.timedelta(days=30))
    assert "alert--warn" in page(client, "/en/articles/pl-pesel/")
    assert "alert--warn" not in page(client, "/en/articles/fresh/")


def test_a_programme_vanishes_after_its_end(client: Client) -> None:
    today = timezone.localdate()
    make_article("over", kind=Kind.PROGRAMME, effective_until=today - dt.timedelta(days=1))
    make_article("running", kind=Kind.PROGRAMME, effective_until=today)
    assert client.get("/be/articles/over/").status_code == 410
    assert client.get("/be/articles/running/").status_code == 200


def test_a_programme_that_ended_is_found_nowhere_and_its_own_page_says_so(client: Client) -> None:
    ended = timezone.localdate() - dt.timedelta(days=1)
    text = {"en": ("Rent support", "Money for rent.", "## Steps\n\nAsk the commune for it.")}
    article = make_article("rent", text, kind=Kind.PROGRAMME, effective_until=ended)
    for address in ("/en/", "/en/topics/documents/", "/en/search/?q=rent+support"):
        assert "/articles/rent/" not in page(client, address), address
    answer = client.get("/en/articles/rent/")
    html = answer.content.decode()
    assert answer.status_code == 410
    assert "This programme has ended" in html
    assert "Ask the commune" not in html
    actions.change_facts(article=article, by=BY, effective_until=ended + dt.timedelta(days=9))
    assert "Ask the commune" in page(client, "/en/articles/rent/")
    assert "/articles/rent/" in page(client, "/en/search/?q=rent+support")


def test_a_withdrawn_or_unwritten_article_is_not_found(client: Client) -> None:
    article = make_article()
    actions.withdraw(article=article, by=BY)
    actions.create_article(slug="empty", topic=article.topic, by=BY)
    assert client.get("/be/articles/pl-pesel/").status_code == 404
    assert client.get("/be/articles/empty/").status_code == 404
    assert client.get("/be/articles/never/").status_code == 404


def test_markdown_can_do_no_harm(client: Client) -> None:
    body = "<script>alert(1)</script>\n\n[x](javascript:alert(1)) ![i](https://e.example/i.png)\n\n"
    body += "<iframe src=//e></iframe>"
    make_article("evil", {"be": ("Загаловак", "", body)})
    html = page(client, "/be/articles/evil/")
    article = html[html.index("<article") : html.index("</article>")]
    for forbidden in ("<script", 'javascript:"', 'href="javascript', "<img", "<iframe"):
        assert forbidden not in article


def test_a_topic_lists_its_articles_in_the_order_of_the_readers_alphabet(client: Client) -> None:
    topic = make_topic()
    for slug, title in (("c", "Ўрад"), ("b", "Іспыт"), ("a", "Банк"), ("d", "Ёлка")):
        make_article(slug, {"be": (title, "", "Тэкст")}, topic=topic)
    html = page(client, "/be/topics/documents/")
    places = [html.index(f">{title}<") for title in ("Банк", "Ёлка", "Іспыт", "Ўрад")]
    assert places == sorted(places)


def test_a_country_narrows_a_topic_but_keeps_what_holds_in_both(client: Client) -> None:
    make_article("pl", {"be": ("Польская", "", "Тэкст")}, country="PL")
    make_article("lt", {"be": ("Літоўская", "", "Тэкст")}, country="LT")
    make_article("both", {"be": ("Агульная", "", "Тэкст")}, country="")
    html = page(client, "/be/topics/documents/?country=LT")
    assert "Літоўская" in html
    assert "Агульная" in html
    assert "Польская" not in html


def test_demo_articles_load_and_show(client: Client, settings: object) -> None:
    make_article()
    call_command("search", "PESEL", "--lang", "be", "--json")
    assert "Kroki" in page(client, "/pl/articles/pl-pesel/")
