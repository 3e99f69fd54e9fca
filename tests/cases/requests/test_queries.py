"""What all rooms ask about requests."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.requests.queries import EVENT_WORDS, event_words, topic_choices, topic_names
from tests.factories.requests import make_topic


@pytest.mark.django_db
def test_topics_stand_in_order_with_the_second_level_below_its_parent() -> None:
    housing = make_topic("housing", order=2)
    make_topic("work", order=1)
    make_topic("rent", parent=housing, order=3)
    assert [slug for slug, _name in topic_choices()] == ["work", "housing", "rent"]


@pytest.mark.django_db
def test_topics_are_asked_of_the_database_once() -> None:
    make_topic("housing")
    topic_names()
    with CaptureQueriesContext(connection) as seen:
        topic_names()
        topic_choices("PL")
    assert len(seen) == 0


# Verbs that note an event under the kind they are given.
NOTING = {"note_event", "change_status", "return_request", "back_to_us", "cancelled"}


def _kinds_noted() -> set[str]:
    """Every kind that is written out in a verb of the house."""
    found = set()
    for path in (Path(settings.BASE_DIR) / "cases").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in NOTING:
                values = [word.value for word in node.keywords if word.arg == "kind"]
                found |= {str(value.value) for value in values if isinstance(value, ast.Constant)}
    return found


def test_every_event_has_words_in_the_readers_language() -> None:
    """Otherwise the history would show the program's own name for it, in English."""
    kinds = _kinds_noted() | {"referral_accepted"}
    assert len(kinds) > 40
    assert sorted(kinds - set(EVENT_WORDS)) == []


def test_an_event_of_an_unknown_kind_shows_its_own_name() -> None:
    assert event_words("mentor_given")[0] is not None
    assert event_words("something_new")[0] == "something new"
