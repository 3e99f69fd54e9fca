"""Questions nobody asks: too long, only punctuation, control characters; on page, API and command."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from knowledge.search.models import MissedSearch
from tests.factories.knowledge import make_article

pytestmark = pytest.mark.django_db
EMPTY = ["", " ", "?!…—«»", "😀🙏", "\x00", "\x00\x1b[31m\u202e\u200b", "...", "'\"<>;--", "%00"]
LONG = ["а", "слова ", "PESEL ", "?", "1", "\u0301", "а-"]  # each repeated to ten thousand characters
TEN_THOUSAND = 10_000


def api(client: Client, asked: str) -> dict[str, object]:
    answer = client.get("/api/knowledge/search/", {"q": asked, "lang": "be"})
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def command(asked: str) -> dict[str, object]:
    out = StringIO()
    call_command("search", asked, "--lang", "be", "--json", stdout=out)
    return dict(json.loads(out.getvalue()))


@pytest.mark.parametrize("asked", EMPTY)
def test_nothing_to_look_for_finds_nothing_and_breaks_nothing(client: Client, asked: str) -> None:
    make_article()
    answer = client.get("/be/search/", {"q": asked})
    assert answer.status_code == 200
    assert "/be/articles/pl-pesel/" not in answer.content.decode()
    for found in (api(client, asked), command(asked)):
        assert found == {"answer": False, "results": []}
    assert not MissedSearch.objects.exists()


@pytest.mark.parametrize("part", LONG)
def test_ten_thousand_characters_are_cut_and_the_page_stays_light(client: Client, part: str) -> None:
    make_article()
    asked = part * (TEN_THOUSAND // len(part))
    answer = client.get("/be/search/", {"q": asked})
    assert answer.status_code == 200
    assert len(answer.content) < 30_000
    for found in (api(client, asked), command(asked)):
        assert found["answer"] is (part == "PESEL ")


def test_control_characters_in_a_word_do_not_hide_it(client: Client) -> None:
    make_article()
    asked = "PE\u200bS\x00E\u202eL"
    assert "/be/articles/pl-pesel/" in client.get("/be/search/", {"q": asked}).content.decode()
    for found in (api(client, asked), command(asked)):
        assert found["answer"] is True


@pytest.mark.parametrize(
    "wrong", [{}, {"q": "a", "lang": "xx"}, {"q": "a", "country": "XX"}, {"q": "a", "limit": "0"}]
)
def test_a_malformed_call_of_the_interface_is_told_what_is_wrong(
    client: Client, wrong: dict[str, str]
) -> None:
    answer = client.get("/api/knowledge/search/", wrong)
    assert answer.status_code == 400
    assert answer.json()
