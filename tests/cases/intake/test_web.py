"""The web form: three pages, one request, whatever is typed."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.intake.rules import is_wellformed
from cases.requests.models import Client, HelpRequest
from cases.waiting.actions import reckon_waiting_times
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from tests.factories.requests import make_request, make_topic
from tests.factories.web import (
    answer_questions,
    send,
    session_of,
    shown_digits,
    tell,
    with_session,
    write,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_warsaw", "office_vilnius")]


def story_of(help_request: HelpRequest, reader: User) -> str:
    return reveal_one(help_request, ["story"], by=reader, reason=Reason.TRIAGE)["story"]


def test_three_pages_make_one_sealed_request_and_a_receipt(client: Browser, alena_operator: User) -> None:
    topic = make_topic()
    digits = write(
        client,
        story="Працадаўца маўчыць.",
        topic=topic.slug,
        deadline_on="2026-12-31",
        adults="2",
        child_bands=["0-2", "7-15"],
        about=["single_parent"],
    )
    assert is_wellformed(digits)
    help_request = HelpRequest.objects.select_related("client__household").get()
    assert story_of(help_request, alena_operator) == "Працадаўца маўчыць."
    assert (help_request.topic, help_request.country, help_request.city) == (topic, "PL", "Warszawa")
    assert (help_request.language, help_request.channel, help_request.urgency) == ("be", "web", "normal")
    assert str(help_request.deadline_on) == "2026-12-31"
    assert help_request.flags == ["single_parent"]
    assert help_request.look_again_on == timezone.localdate() + timedelta(days=3)
    household = help_request.client.household
    assert household is not None
    assert (household.adults, household.child_bands) == (2, ["0-2", "7-15"])


def test_a_request_from_lithuania_comes_to_the_office_there(client: Browser, office_vilnius: Office) -> None:
    write(client, country="LT")
    assert HelpRequest.objects.get().office == office_vilnius


def test_a_double_submit_is_one_request_and_one_receipt(client: Browser) -> None:
    tell(client)
    answer_questions(client)
    client.get("/be/write/last/")
    before = dict(session_of(client).items())
    send(client)
    digits = shown_digits(client)
    second = with_session(before)  # this click left before the first answer came back
    response = send(second)
    assert response.url == "/be/write/done/"
    assert shown_digits(second) == digits
    assert HelpRequest.objects.count() == Client.objects.count() == 1


def test_sending_again_after_the_answer_shows_the_same_receipt(client: Browser) -> None:
    digits = write(client)
    assert send(client).url == "/be/write/done/"
    assert shown_digits(client) == digits
    assert HelpRequest.objects.count() == 1


@pytest.mark.parametrize("empty", ["", "   \n ", "\x00", "\u202e"])
def test_an_empty_story_is_asked_for_in_a_clear_sentence(client: Browser, empty: str) -> None:
    page = client.post("/en/write/", {"story": empty, "country": "LT", "city": "Kaunas"}).content.decode()
    assert "Please tell us in a few words what happened." in page
    assert 'value="Kaunas"' in page
    assert HelpRequest.objects.count() == 0


def test_a_story_that_is_too_long_is_refused_with_its_count_and_kept(client: Browser) -> None:
    text = "слова і " * 2500
    page = client.post("/en/write/", {"story": text, "country": "PL"}).content.decode()
    assert "has 19999 characters; at most 10000 fit" in page
    assert page.count("слова і") == 2500


def test_emoji_and_line_breaks_come_through_unharmed(client: Browser, alena_operator: User) -> None:
    write(client, story="Першы радок 👩‍👧\r\nдругі — «так»")
    assert story_of(HelpRequest.objects.get(), alena_operator) == "Першы радок 👩‍👧\nдругі — «так»"


def test_override_and_nul_are_taken_out(client: Browser, alena_operator: User) -> None:
    write(client, story="да\u202eпамажыце\x00 мне")
    assert story_of(HelpRequest.objects.get(), alena_operator) == "дапамажыце мне"


def test_script_is_shown_as_text_only(client: Browser) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    tell(client, story=evil)
    page = client.get("/be/write/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_unknown_topic_is_refused_and_the_other_answers_stay(client: Browser) -> None:
    tell(client, "en")
    page = answer_questions(client, "en", topic="no-such-topic", adults="3", deadline_on="2026-12-31")
    text = page.content.decode()
    assert "We do not know this topic. Please choose one from the list." in text
    assert '<option value="3" selected>' in text
    assert 'value="2026-12-31"' in text


@pytest.mark.parametrize("day", ["31.02.2026", "tomorrow", "2026-13-01"])
def test_an_impossible_date_is_refused_and_kept(client: Browser, day: str) -> None:
    tell(client, "en")
    page = answer_questions(client, "en", deadline_on=day).content.decode()
    assert "Please write the date as day.month.year" in page
    assert f'value="{day}"' in page


def test_every_question_may_stay_unanswered(client: Browser) -> None:
    tell(client, city="")
    assert client.post("/be/write/next/", {}).url == "/be/write/last/"
    send(client)
    help_request = HelpRequest.objects.get()
    assert (help_request.topic, help_request.deadline_on, help_request.flags) == (None, None, [])


def test_pages_out_of_order_lead_to_the_first_one(client: Browser) -> None:
    for page in ("next", "last", "done"):
        assert client.get(f"/be/write/{page}/").url == "/be/write/"
    assert send(client).url == "/be/write/"


def test_going_back_shows_what_was_typed(client: Browser) -> None:
    tell(client, story="Мой тэкст", city="Kraków")
    page = client.get("/be/write/").content.decode()
    assert "Мой тэкст" in page
    assert "Kraków" in page


@pytest.mark.parametrize(
    ("choice", "kept"), [("remove", "Мой нумар …, дзякуй"), ("keep", "Мой нумар +48 600 100 200, дзякуй")]
)
def test_a_phone_number_in_the_story_is_pointed_out_and_may_be_removed_or_kept(
    client: Browser, alena_operator: User, choice: str, kept: str
) -> None:
    typed = {"story": "Мой нумар +48 600 100 200, дзякуй", "country": "PL"}
    page = client.post("/en/write/", typed).content.decode()
    assert "<bdi>+48 600 100 200</bdi>" in page
    assert client.post("/en/write/", {**typed, "traces": choice}).url == "/en/write/next/"
    answer_questions(client)
    send(client)
    assert story_of(HelpRequest.objects.get(), alena_operator) == kept


def test_danger_is_marked_and_the_numbers_come_at_once(client: Browser) -> None:
    tell(client, "en", danger="yes")
    page = client.get("/en/write/next/").content.decode()
    assert 'href="tel:112"' in page.split("<h1>")[0].split("<main")[1]
    answer_questions(client)
    send(client)
    assert HelpRequest.objects.get().urgency == "emergency"


def test_whoever_found_the_answer_leaves_nothing_behind(client: Browser) -> None:
    tell(client, "en")
    page = client.post("/en/write/next/", {"solved": "yes"}).content.decode()
    assert "Your text was not sent and is not kept." in page
    assert "draft" not in session_of(client)
    assert HelpRequest.objects.count() == 0


def test_the_receipt_is_shown_until_its_last_digits_were_typed_back(client: Browser) -> None:
    digits = write(client, "en")
    wrong = client.post("/en/write/done/", {"last_digits": str((int(digits[-4:]) + 1) % 10000)})
    assert "These are not the last four digits" in wrong.content.decode()
    assert shown_digits(client, "en") == digits
    client.post("/en/write/done/", {"last_digits": digits[-4:]})
    assert shown_digits(client, "en") == ""
    page = client.get("/en/write/done/").content.decode()
    assert "Your receipt is no longer shown" in page
    assert digits not in str(dict(session_of(client).items()))


def test_after_half_an_hour_the_receipt_is_gone(client: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    digits = write(client)
    real = time.time
    monkeypatch.setattr(time, "time", lambda: real() + 30 * 60 + 1)
    assert shown_digits(client) == ""
    assert digits not in str(dict(session_of(client).items()))


def test_another_session_never_sees_the_receipt(client: Browser) -> None:
    write(client)
    assert Browser().get("/be/write/done/").url == "/be/write/"


def test_the_date_stands_above_the_digits_and_the_wait_is_honest(client: Browser) -> None:
    write(client, "en")
    page = client.get("/en/write/done/").content.decode()
    assert page.index("Look here again on") < page.index('id="digits"')
    assert "We do not know yet" in page
    assert "photo" in page


def test_the_receipt_stands_nowhere_in_the_database(client: Browser) -> None:
    digits = write(client)
    row = Client.objects.values().get()
    assert digits not in str(row)
    assert digits.encode() not in bytes(row["locator"])


def test_no_page_of_the_journey_says_anything_in_title_or_address(client: Browser, settings: Any) -> None:
    for name in ("write", "back"):
        page = client.get(f"/en/{name}/").content.decode()
        assert "<title>Ganak</title>" in page
    write(client, "en")
    response = client.get("/en/write/done/")
    assert "<title>Ganak</title>" in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


def test_submitting_costs_at_most_fifteen_statements(client: Browser) -> None:
    topic = make_topic()
    write(Browser())
    tell(client)
    answer_questions(client, topic=topic.slug)
    client.get("/be/write/last/")
    with CaptureQueriesContext(connection) as seen:
        send(client, contact_channel="email", contact="anna@example.org")
    control = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    statements = [query["sql"] for query in seen if not query["sql"].startswith(control)]
    assert len(statements) <= 15, statements
    assert len(seen) <= 17


def test_an_honest_wait_is_told_once_enough_people_were_answered(client: Browser) -> None:
    topic = make_topic()
    for hours in range(24, 24 + 20):
        came = timezone.now() - timedelta(days=10)
        answered = make_request(topic=topic, received_at=came)
        with writing():
            answered.first_answered_at = came + timedelta(hours=2 * hours)
            answered.save(update_fields=["first_answered_at"])
    reckon_waiting_times()
    write(client, "en", topic=topic.slug)
    page = " ".join(client.get("/en/write/done/").content.decode().split())
    assert "eight got their first answer between 2 and 4 days." in page
