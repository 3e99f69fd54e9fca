"""Questions by topic and country: data first, then the page, then one sealed text for the right people."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.intake.steps import QUESTIONS, Kind, kept, questions_for, read, told
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import open_with, reveal_one
from helpdesk.sealing.inbox import InboxKey
from helpdesk.sealing.reasons import Reason
from helpdesk.sealing.receipts import derive
from tests.factories.requests import make_topic
from tests.factories.web import answer_questions, send, shown_digits, tell, unlock, write

TOPICS = [
    *("legalization", "documents", "housing", "education", "health", "work"),
    *("money", "family", "rights", "language", "wellbeing", "items"),
]


def codes(topic: str, country: str) -> list[str]:
    return [question.code for question in questions_for(topic, country)]


@pytest.mark.parametrize("country", ["PL", "LT"])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_two_to_seven_questions_of_its_own(topic: str, country: str) -> None:
    own = [question for question in questions_for(topic, country) if question.topics]
    assert 2 <= len(own) <= 7


def test_countries_and_topics_ask_differently() -> None:
    assert {"pesel", "trusted_profile"} <= set(codes("legalization", "PL"))
    assert {"personal_code", "migris", "declared"} <= set(codes("legalization", "LT"))
    assert not {"pesel", "registered"} & set(codes("documents", "LT"))
    assert len({tuple(codes(topic, "PL")) for topic in TOPICS}) == len(TOPICS)


def test_every_question_says_why_and_can_be_told_again() -> None:
    assert len({question.code for question in QUESTIONS}) == len(QUESTIONS)
    assert {question.kind for question in QUESTIONS} == set(Kind)
    for question in QUESTIONS:
        assert question.why.endswith(".")
        assert bool(question.choices) == (question.kind in {Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})


def test_only_what_was_answered_is_kept() -> None:
    text = kept({"stay": "visa", "pesel": "unknown", "rent": None, "time": [], "no_such": "x", "people": 3})
    assert json.loads(text) == {"stay": "visa", "people": "3"}
    assert kept({"pesel": "unknown"}) == ""
    assert read("") == {}
    assert told(text)[0] == ("On what ground do you stay here now?", ["a visa"], True)


pages = [pytest.mark.django_db, pytest.mark.usefixtures("office_warsaw", "office_vilnius")]


class TestPage:
    """The second page."""

    pytestmark = pages

    def test_the_suggested_topic_brings_its_questions_with_a_reason_each(self, client: Browser) -> None:
        make_topic("legalization")
        tell(client, "en", story="Moja karta pobytu się kończy, potrzebuję zezwolenia na pobyt.")
        page = client.get("/en/write/next/").content.decode()
        assert "PESEL" in page
        assert "Only yes or no. Please do not write the number itself." in page
        assert "I do not know" in page

    def test_another_topic_shows_its_questions_once_and_then_goes_on(self, client: Browser) -> None:
        make_topic("legalization")
        make_topic("housing")
        tell(client, "en")
        changed = answer_questions(client, "en", topic="housing", asked_for="legalization", q_stay="visa")
        text = changed.content.decode()
        assert "You changed the topic" in text
        assert "How many people need a place to live?" in text
        again = answer_questions(client, "en", topic="housing", asked_for="housing", q_people="4")
        assert again.url == "/en/write/last/"

    def test_nonsense_in_an_answer_is_told_and_kept(self, client: Browser) -> None:
        make_topic("housing")
        tell(client, "en")
        page = answer_questions(client, "en", topic="housing", q_people="many", city="x").content.decode()
        assert "Please write a whole number, for example 3." in page
        assert 'value="many"' in page

    def test_a_phone_number_in_an_answer_is_pointed_out_as_well(self, client: Browser) -> None:
        make_topic("work")
        tell(client, "en")
        typed = {"topic": "work", "asked_for": "work", "q_trade": "zvarščyk, +48 600 100 200"}
        page = answer_questions(client, "en", **typed).content.decode()
        assert "<bdi>+48 600 100 200</bdi>" in page
        cut = answer_questions(client, "en", **typed, cut="+48 600 100 200").content.decode()
        assert 'value="zvarščyk, …"' in cut
        assert answer_questions(client, "en", **typed, traces="remove").url == "/en/write/last/"

    @pytest.mark.parametrize(("days", "words"), [(13, "That is in 13 days."), (0, "That is today.")])
    def test_the_days_until_the_date_are_counted_and_shown(
        self, client: Browser, days: int, words: str
    ) -> None:
        tell(client, "en")
        day = timezone.localdate() + timedelta(days=days)
        answer_questions(client, "en", deadline_on=day.isoformat())
        assert words in " ".join(client.get("/en/write/last/").content.decode().split())
        send(client, "en")
        help_request = HelpRequest.objects.get()
        assert (help_request.deadline_on, help_request.urgency) == (day, "high")

    def test_a_far_or_missing_date_is_no_hurry_and_a_passed_one_is_told(self, client: Browser) -> None:
        tell(client, "en")
        past = timezone.localdate() - timedelta(days=3)
        answer_questions(client, "en", deadline_on=past.isoformat())
        assert "That day has passed." in client.get("/en/write/last/").content.decode()
        send(client, "en")
        assert HelpRequest.objects.get().urgency == "normal"


@pytest.mark.django_db
def test_answers_are_sealed_and_read_by_her_and_by_the_desk_only(
    client: Browser, alena_operator: User, sign_in: Any
) -> None:
    make_topic("housing")
    tell(client, "en")
    answer_questions(
        client,
        "en",
        topic="housing",
        q_people="4",
        q_owner_allows="no",
        q_tongues=["be", "pl"],
        adults="2",
        child_bands=["7-15"],
        needs_school_place="yes",
    )
    send(client, "en")
    digits = shown_digits(client, "en")
    help_request = HelpRequest.objects.select_related("client__household", "inbox_key").get()
    wanted = {"people": "4", "owner_allows": "no", "tongues": ["be", "pl"]}
    assert json.loads(
        reveal_one(help_request, ["answers"], by=alena_operator, reason=Reason.TRIAGE)["answers"]
    ) == (wanted)
    key = InboxKey(help_request.client_id, derive(digits).private)
    assert json.loads(open_with(key, help_request, ["answers"])[0]["answers"]) == wanted
    household = help_request.client.household
    assert household is not None
    assert (household.adults, household.child_bands, household.needs_school_place) == (2, ["7-15"], True)
    unlock(client, digits, "en")
    assert "How many people need a place to live?" in client.get("/en/inbox/").content.decode()
    alena_operator.language = "en"
    alena_operator.save()
    desk = sign_in(Browser(), alena_operator)
    page = desk.get(f"/desk/requests/{help_request.pk}/").content.decode()
    assert "How many people need a place to live?" in page
    assert "Belarusian, Polish" in page
    assert "needs a place in school or kindergarten" in page


@pytest.mark.django_db
def test_each_page_of_the_form_costs_few_queries(
    client: Browser, office_warsaw: Any, record_property: Any
) -> None:
    topic = make_topic("housing")
    write(Browser())  # what is asked once a minute is known now
    figures = {}

    def count(name: str, act: Any) -> None:
        with CaptureQueriesContext(connection) as seen:
            act()
        control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        figures[name] = len([query for query in seen if not query["sql"].startswith(control)])

    count("story", lambda: client.get("/be/write/"))
    count("tell", lambda: tell(client))
    count("helps", lambda: client.get("/be/write/next/"))
    count("answer", lambda: answer_questions(client, topic=topic.slug, q_people="3"))
    count("contact", lambda: client.get("/be/write/last/"))
    count("send", lambda: send(client))
    record_property("queries", figures)
    assert figures["story"] == figures["tell"] == figures["contact"] == 0
    assert figures["helps"] <= 8
    assert figures["answer"] <= 2
    assert figures["send"] <= 15
