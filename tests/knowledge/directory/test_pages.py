"""The directory readers see: filtered, dated, honest about what stopped and what nobody confirmed."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories.directory import days_ago, make_service
from tests.factories.knowledge import make_article, make_topic

pytestmark = pytest.mark.django_db
PAGE = "/en/directory/"


def page(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_a_service_shows_its_name_contacts_languages_and_day_of_checking(client: Client) -> None:
    make_service(address="ul. Prosta 1", web="https://helpers.example/", hours_en="Mon 9-17")
    html = page(client)
    for words in ("Helpers", "tel:220000001", "helpers.example", "ul. Prosta 1", "Mon 9-17", "Русский"):
        assert words in html
    assert "Checked on" in html
    assert "more than a year ago" not in html


def test_contacts_that_nobody_confirmed_stay_in_the_house(client: Client) -> None:
    make_service(contact_verified=False, web="https://helpers.example/", address="ul. Tajna 1")
    html = page(client)
    assert "Helpers" in html
    assert "could not confirm the contacts" in html
    for words in ("22 000 00 01", "helpers.example", "ul. Tajna 1"):
        assert words not in html


def test_a_service_that_stopped_is_shown_as_stopped_without_its_number(client: Client) -> None:
    make_service("cbs", status="suspended", status_since=days_ago(500))
    make_service("gone", status="closed")
    html = page(client)
    assert "stopped for now" in html
    assert "closed" in html
    assert "22 000 00 01" not in html


def test_a_service_past_the_day_it_was_funded_until_is_not_called_working(client: Client) -> None:
    make_service(valid_until=days_ago(1))
    assert "we do not know if it works" in page(client)


@pytest.mark.parametrize(("day", "words"), [(400, "more than a year ago"), (None, "do not know when")])
def test_an_entry_nobody_checked_for_a_year_says_so_in_words(
    client: Client, day: int | None, words: str
) -> None:
    make_service(checked_on=days_ago(day) if day else None)
    assert words in page(client)


def test_each_filter_narrows_the_list(client: Client) -> None:
    documents, money = make_topic("documents"), make_topic("money")
    make_service("warsaw", topics=[documents], spoken=["pl"])
    make_service("vilnius", topics=[money], country="LT", cities=["Vilnius"], spoken=["lt", "be"])
    make_service("everywhere", topics=[money], country="both", cities=[], spoken=["be"])
    for query, there, away in (
        ("topic=documents", ["Warsaw"], ["Vilnius", "Everywhere"]),
        ("country=LT", ["Vilnius", "Everywhere"], ["Warsaw"]),
        ("city=Vilnius", ["Vilnius"], ["Warsaw", "Everywhere"]),
        ("language=be", ["Vilnius", "Everywhere"], ["Warsaw"]),
        ("topic=money&country=PL", ["Everywhere"], ["Warsaw", "Vilnius"]),
    ):
        html = page(client, f"{PAGE}?{query}")
        assert all(f"<h3>{name}</h3>" in html for name in there), query
        assert not any(f"<h3>{name}</h3>" in html for name in away), query


def test_a_topic_finds_the_services_of_the_topics_under_it_once(client: Client) -> None:
    parent = make_topic("legalization")
    make_service(topics=[parent, make_topic("asylum", parent=parent)])
    assert page(client, f"{PAGE}?topic=legalization").count("<h3>Helpers</h3>") == 1


def test_a_filter_that_is_not_offered_filters_nothing(client: Client) -> None:
    make_service()
    assert "Helpers" in page(client, f"{PAGE}?city=%00x&topic=no-such&country=XX&language=zz")


def test_nobody_fits_is_said_with_the_way_to_a_person(client: Client) -> None:
    make_service()
    html = page(client, f"{PAGE}?country=LT")
    assert "Nobody in our list fits" in html
    assert "/en/write/" in html


def test_names_stand_in_the_order_of_the_readers_alphabet_and_stopped_ones_last(client: Client) -> None:
    for slug, name in (("a", "Žiburys"), ("b", "Sodra"), ("c", "Šviesa"), ("d", "Zita")):
        make_service(slug, name=name)
    make_service("e", name="Aušra", status="closed")
    html = page(client, "/lt/directory/")
    names = ("Sodra", "Šviesa", "Zita", "Žiburys", "Aušra")
    places = [html.index(f"<h3>{name}</h3>") for name in names]
    assert places == sorted(places)


def test_a_sentence_in_another_language_is_marked_as_such(client: Client) -> None:
    make_service()
    assert '<p lang="pl">Pomaga z dokumentami.</p>' in page(client)
    assert "<p>Дапамагае з дакументамі.</p>" in page(client, "/be/directory/")


def test_the_directory_takes_at_most_four_queries(
    client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(8):
        make_service(f"s{number}", topics=[make_topic(f"t{number}")])
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        page(client)


def test_a_topic_page_names_at_most_five_services_checked_ones_first(client: Client) -> None:
    topic = make_topic()
    make_article(topic=topic)
    for number in range(6):
        make_service(f"fresh{number}", topics=[topic])
    make_service("old", topics=[topic], checked_on=days_ago(800))
    make_service("stopped", topics=[topic], status="suspended")
    html = page(client, "/en/topics/documents/")
    assert html.count("directory/?topic=documents#fresh") == 5
    assert "#old" not in html
    assert "#stopped" not in html


@pytest.mark.django_db(transaction=True)
def test_a_change_of_the_directory_changes_the_kept_topic_page_at_once(client: Client) -> None:
    topic = make_topic()
    make_service(topics=[topic])
    assert "22 000 00 01" in page(client, "/en/topics/documents/")
    make_service(topics=[topic], phone="22 000 00 02")
    assert "22 000 00 02" in page(client, "/en/topics/documents/")


def test_home_and_every_footer_lead_to_the_directory(client: Client) -> None:
    assert page(client, "/en/").count("/en/directory/") >= 1
    assert "/en/directory/" in page(client, "/en/search/")


def test_readers_without_a_cookie_share_one_copy_with_an_etag(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_service()
    first = client.get(PAGE)
    assert first.headers["Cache-Control"] == "public, max-age=60"
    with django_assert_num_queries(0):
        again = client.get(PAGE, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert client.get(f"{PAGE}?topic=documents").headers["ETag"]
    client.cookies["help"] = "something"
    assert "public" not in client.get(PAGE).headers.get("Cache-Control", "")


@pytest.mark.django_db(transaction=True)
def test_a_changed_entry_changes_the_kept_page_at_once(client: Client) -> None:
    make_service()
    assert "Helpers" in page(client)
    make_service(name="Others")
    assert "Others" in page(client)
