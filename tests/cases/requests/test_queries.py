"""What all rooms ask about requests."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.requests.queries import event_words, topic_choices, topic_names
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


def test_an_event_of_an_unknown_kind_shows_its_own_name() -> None:
    assert event_words("mentor_given")[0] is not None
    assert event_words("something_new")[0] == "something new"
