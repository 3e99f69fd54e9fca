"""Whatever is typed gets a clear sentence in the reader's language, stays there, and nothing is lost."""

from __future__ import annotations

import html

import pytest
from django.conf import settings
from django.test import Client as Browser
from django.utils.translation import gettext, override

from cases.intake.forms.fields import TOO_LONG
from cases.intake.rules import MOST_STORY
from cases.requests.models import Client, HelpRequest, Message
from helpdesk.accounts.models import Office
from knowledge.articles.models import Topic
from tests.factories.requests import Holder, make_digits, make_holder, make_request
from tests.factories.web import (
    STORY,
    answer_questions,
    send,
    session_of,
    shown_digits,
    tell,
    unlock,
    with_session,
    write,
)
from tests.journeys.walker import Walker

pytestmark = pytest.mark.django_db
LANGUAGES = [code for code, _ in settings.LANGUAGES]


@pytest.fixture(autouse=True)
def _desk(knowledge: Topic) -> None:
    """An office and a topic stand."""


def told(holder_digits: str) -> str:
    """The story as its owner reads it in her inbox."""
    browser = Browser()
    unlock(browser, holder_digits)
    return html.unescape(browser.get("/be/inbox/").content.decode())


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_story_gets_a_sentence_in_the_readers_language(language: str) -> None:
    page = tell(Browser(), language, story="", city="Gdańsk").content.decode()
    with override(language):
        assert gettext("Please tell us in a few words what happened.") in html.unescape(page)
    assert "Gdańsk" in page
    assert f'lang="{language}"' in page


@pytest.mark.parametrize("blank", [" ", "\n\n\t", "\x00", "\u202e\u200b\u2066"])
def test_a_story_of_nothing_is_empty(blank: str) -> None:
    assert tell(Browser(), story=blank).status_code in {200, 422}
    assert not HelpRequest.objects.exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_story_of_twenty_thousand_letters_stays_where_it_is(language: str) -> None:
    story = "Доўгая гісторыя. " * 1177  # 20,009 letters
    page = html.unescape(tell(Browser(), language, story=story).content.decode())
    assert story.strip() in page
    with override(language):
        assert str(TOO_LONG % {"count": len(story.strip()), "limit": MOST_STORY}) in page
    assert not HelpRequest.objects.exists()


def test_the_longest_story_arrives_whole() -> None:
    story = ("слова " * 1700)[:9999] + "ы"
    assert story in told(write(Browser(), story=story))


def test_pictures_and_families_of_letters_arrive_as_typed() -> None:
    story = "👩‍👩‍👧‍👦 Žmogus ėjo ą 🇵🇱 ўўў"
    shown = told(write(Browser(), story=story))
    assert story.replace("\u200d", "") in shown.replace("\u200d", "")


def test_letters_that_turn_the_line_around_are_taken_out() -> None:
    shown = told(write(Browser(), story="Добры\u202e дзень\u2066 \x00суседзі\x07"))
    assert "Добры дзень суседзі" in shown
    assert not any(letter in shown for letter in ("\u202e", "\u2066", "\x00", "\x07"))


def test_a_story_full_of_script_is_words_to_everybody() -> None:
    story = '<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7|add:"7" }} {% debug %} \'; DROP TABLE'
    digits = write(Browser(), story=story)
    browser = Browser()
    unlock(browser, digits)
    page = browser.get("/be/inbox/").content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert story in html.unescape(page)


def test_an_unknown_topic_is_told_and_the_answers_stay() -> None:
    browser = Browser()
    tell(browser)
    page = answer_questions(browser, topic="no-such-topic", adults="3").content.decode()
    with override("be"):
        assert gettext("We do not know this topic. Please choose one from the list.") in html.unescape(page)
    assert 'value="3" selected' in page or 'value="3"selected' in page
    answer_questions(browser, topic="unknown")
    send(browser)
    assert HelpRequest.objects.get().topic is None


def test_a_form_that_has_expired_sends_her_back_to_the_story_kindly() -> None:
    browser = Browser()
    tell(browser)
    session_of(browser).flush()
    walker = Walker(browser)
    walker._arrive(browser.post("/be/write/last/", {"look_again": "week"}, follow=True), "/be/write/last/")
    assert walker.visited[-1] == "/be/write/"
    assert not HelpRequest.objects.exists()


def test_an_expired_token_keeps_the_words() -> None:
    """The page of an expired form says so in the reader's language, and does not throw the story away."""
    browser = Browser(enforce_csrf_checks=True)
    response = browser.post("/be/write/", STORY)
    assert response.status_code == 403
    text = html.unescape(response.content.decode())
    assert STORY["story"] in text
    assert 'lang="be"' in text


def test_an_inbox_that_closed_meanwhile_keeps_the_reply(office_warsaw: Office) -> None:
    holder = _waiting(office_warsaw)
    walker = Walker(Browser()).open("/be/back/").send("here", receipt=holder.digits)
    session_of(walker.browser).flush()
    walker.send("/inbox/write/", body="Дзякуй, а што далей?")
    assert walker.visited[-1] == "/be/back/"
    walker.send("here", receipt=holder.digits).sees("Дзякуй, а што далей?")
    walker.send("/inbox/write/")
    assert Message.objects.filter(from_client=True).count() == 1


def _waiting(office: Office) -> Holder:
    holder = make_holder(office=office)
    make_request(client=holder.client)
    return holder


def test_wrong_receipts_are_told_apart_only_where_it_helps(office_warsaw: Office) -> None:
    holder = _waiting(office_warsaw)
    swapped = holder.digits[1] + holder.digits[0] + holder.digits[2:]
    wrong = (
        swapped if swapped != holder.digits else holder.digits[:-1] + str((int(holder.digits[-1]) + 1) % 10)
    )
    for typed in ("", "1234", "чатыры", wrong, holder.digits + "1", "-" * 70, holder.digits[:19]):
        walker = Walker(Browser()).open("/be/back/").send("here", receipt=typed)
        assert walker.response.status_code == 400
        assert walker.visited[-1] == "/be/back/"
        walker.sees("error")
    answers = {Browser().post("/be/back/", {"receipt": make_digits()}).content[-400:] for _ in range(3)}
    assert len(answers) == 1


def test_the_sixth_wrong_receipt_has_to_wait_and_so_does_a_right_one(office_warsaw: Office) -> None:
    holder = _waiting(office_warsaw)
    for _ in range(5):
        assert Browser().post("/be/back/", {"receipt": make_digits()}).status_code != 429
    for digits in (make_digits(), holder.digits):
        response = Browser().post(
            "/be/back/", {"receipt": digits}, headers={"X-Forwarded-For": "203.0.113.9"}
        )
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 900


@pytest.mark.parametrize("shape", ["spaces", "dashes", "no-break", "full-width", "arabic", "bidi"])
def test_a_receipt_opens_however_its_digits_are_written(shape: str, office_warsaw: Office) -> None:
    holder = _waiting(office_warsaw)
    groups = [holder.digits[start : start + 4] for start in range(0, 20, 4)]
    typed = {
        "spaces": "  " + " ".join(groups) + " ",
        "dashes": "–".join(groups),
        "no-break": "\u00a0".join(groups),
        "full-width": "　".join(groups).translate({48 + n: 0xFF10 + n for n in range(10)}),
        "arabic": holder.digits.translate({48 + n: 0x0660 + n for n in range(10)}),
        "bidi": f"\u202a{holder.digits}\u202c",
    }[shape]
    response = Browser().post("/be/back/", {"receipt": typed}, follow=True)
    assert response.redirect_chain[-1][0] == "/be/inbox/"


def test_two_clicks_are_one_request() -> None:
    """Both clicks leave the same page, before the first answer has come."""
    browser = Browser()
    tell(browser)
    answer_questions(browser)
    browser.get("/be/write/last/")
    draft = dict(session_of(browser).items())
    send(browser)
    second = with_session(draft)
    send(second)
    assert HelpRequest.objects.count() == Client.objects.count() == 1
    assert shown_digits(second) == shown_digits(browser) != ""


def test_a_reply_sent_twice_is_one_message(office_warsaw: Office) -> None:
    holder = _waiting(office_warsaw)
    walker = Walker(Browser()).open("/be/back/").send("here", receipt=holder.digits)
    page, here = walker.page, walker.visited[-1]
    walker.send("/inbox/write/", body="Адзін раз")
    walker.page, walker.visited[-1] = page, here
    walker.send("/inbox/write/", body="Адзін раз")
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/be/write/", {"story": ["a", "b"], "country": ["PL", "LT"]}),
        ("/be/write/", {"story": "x", "country": "RU"}),
        ("/be/back/", {"receipt": "1" * 100_000}),
        ("/be/write/", {"story": "x" * 1_000_000, "country": "PL"}),
        ("/be/inbox/answer/", {"invitation": "not-a-number"}),
        ("/be/search/?q=%00%ff&country=%00", {}),
    ],
)
def test_nonsense_is_never_an_error_page_of_ours(path: str, data: dict[str, str]) -> None:
    response = Browser().post(path, data)
    assert response.status_code < 500


def test_a_form_in_json_is_not_a_form() -> None:
    response = Browser().post("/be/write/", '{"story": "x"}', content_type="application/json")
    assert response.status_code < 500
    assert not HelpRequest.objects.exists()


@pytest.mark.logs_errors
def test_too_much_is_told_and_not_stored() -> None:
    response = Browser().post("/be/write/", {"story": "ы" * 3_000_000, "country": "PL"})
    assert response.status_code == 413
    assert not HelpRequest.objects.exists()
