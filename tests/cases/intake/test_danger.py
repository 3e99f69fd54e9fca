"""Danger: numbers at once, two words are enough, and nothing stands in the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from cases.duty.models import Alarm
from cases.requests.models import HelpRequest
from tests.factories.web import send, shown_digits, tell, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_warsaw", "office_vilnius")]
NIGHT = {"PL": "800120002", "LT": "880066366"}


@pytest.mark.parametrize("language", ["be", "ru", "pl", "lt", "en"])
def test_the_first_page_knows_the_numbers_before_anything_is_typed(client: Browser, language: str) -> None:
    page = client.get(f"/{language}/write/").content.decode()
    for number in ("112", *NIGHT.values()):
        assert f'href="tel:{number}"' in page


@pytest.mark.parametrize(("country", "other"), [("PL", "LT"), ("LT", "PL")])
def test_the_numbers_are_those_of_her_country(client: Browser, country: str, other: str) -> None:
    tell(client, "en", story="help me", country=country, danger="yes")
    page = client.get("/en/write/next/").content.decode()
    assert f'href="tel:{NIGHT[country]}"' in page
    assert f'href="tel:{NIGHT[other]}"' not in page


def test_two_words_and_one_click_are_an_emergency_that_rings(client: Browser) -> None:
    tell(client, "en", story="ён б'е", danger="yes")
    assert "Send what I wrote now" in client.get("/en/write/next/").content.decode()
    client.post("/en/write/last/", {"look_again": "tomorrow", "contact_channel": "none"})
    help_request = HelpRequest.objects.get()
    assert help_request.urgency == "emergency"
    assert Alarm.objects.filter(help_request=help_request).exists()
    assert len(shown_digits(client, "en")) == 20


def test_no_limit_stops_an_emergency(client: Browser) -> None:
    for number in range(5):
        assert len(write(Browser(), story=f"Зварот {number}")) == 20
    tell(client)
    assert send(client).status_code == 429
    danger = Browser()
    tell(danger, story="дапамажыце", danger="yes")
    assert send(danger).status_code == 302
    assert HelpRequest.objects.filter(urgency="emergency").count() == 1


def test_a_topic_changed_in_danger_asks_nothing_more(client: Browser, settings: Any) -> None:
    tell(client, danger="yes")
    answer = client.post("/be/write/next/", {"topic": "unknown", "asked_for": "legalization"})
    assert answer.url == "/be/write/last/"
