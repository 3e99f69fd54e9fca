"""Redis or PostgreSQL gone in the middle: a clear page, every word kept, sent again without a double."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.cache import caches
from django.db import OperationalError, connection
from django.test import Client as Browser
from django.test import override_settings

from cases.intake.views import draft as drafts
from cases.requests.models import Client, HelpRequest
from helpdesk.sealing.carried import carried, carry
from tests.factories.web import CONTACT, STORY, answer_questions, hidden_draft, send, shown_digits, tell

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office_warsaw")]
NOWHERE = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://127.0.0.1:1/0",
    }
}


@contextmanager
def without_redis() -> Iterator[None]:
    """As if it had stopped: connections are refused."""
    with override_settings(CACHES=NOWHERE):
        yield


@contextmanager
def without_postgres() -> Iterator[None]:
    """Every statement fails, as on a connection whose server is gone."""

    def refuse(*_args: Any) -> Any:
        raise OperationalError("the connection is closed")

    with connection.execute_wrapper(refuse):
        yield


@pytest.fixture
def quiet(client: Browser, caplog: pytest.LogCaptureFixture) -> Browser:
    """Answers errors with pages, as in production."""
    caplog.set_level(logging.CRITICAL, logger="django.request")
    return Browser(raise_request_exception=False)


def ready(browser: Browser) -> str:
    """On the third page; gives the hidden draft that it carries."""
    tell(browser)
    answer_questions(browser)
    return hidden_draft(browser.get("/be/write/last/"))


@pytest.mark.parametrize("gone", [without_redis, without_postgres])
def test_the_last_page_comes_back_with_every_word_and_goes_through_later(
    quiet: Browser, gone: Callable[[], Any]
) -> None:
    token = ready(quiet)
    typed = {**CONTACT, "safe_word": "вяз", "carried": token}
    with gone():
        answer = quiet.post("/en/write/last/", typed)
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "It has not arrived yet" in page
    assert f'name="carried" value="{token}"' in page
    assert 'name="safe_word" value="вяз"' in page
    assert "112" in page
    assert HelpRequest.objects.count() == 0
    for _ in range(2):
        assert quiet.post("/en/write/last/", typed).url == "/en/write/done/"
    assert HelpRequest.objects.count() == Client.objects.count() == 1


def test_the_first_page_comes_back_with_the_story(quiet: Browser) -> None:
    with without_redis():
        answer = quiet.post("/be/write/", STORY)
    assert answer.status_code == 503
    assert STORY["story"] in answer.content.decode()
    assert int(answer.headers["Retry-After"]) > 0


def test_a_session_lost_with_redis_is_found_again_in_the_page(quiet: Browser) -> None:
    token = ready(quiet)
    caches["default"].clear()
    lost = Browser()
    answer = lost.post("/be/write/last/", {**CONTACT, "carried": token})
    assert answer.url == "/be/write/done/"
    assert len(shown_digits(lost)) == 20
    again = Browser().post("/be/write/last/", {**CONTACT, "carried": token})
    assert again.url == "/be/write/done/"
    assert HelpRequest.objects.count() == Client.objects.count() == 1


def test_what_was_sent_before_the_answer_was_lost_is_not_sent_twice(quiet: Browser) -> None:
    token = ready(quiet)
    send(quiet, carried=token)
    digits = shown_digits(quiet)
    other = Browser()
    other.post("/be/write/last/", {**CONTACT, "carried": token})
    assert shown_digits(other) == digits
    assert HelpRequest.objects.count() == 1


def test_an_old_page_does_not_bring_the_receipt_back(quiet: Browser) -> None:
    token = ready(quiet)
    send(quiet, carried=token)
    quiet.post("/be/write/done/", {"last_digits": shown_digits(quiet)[-4:]})
    answer = quiet.post("/be/write/last/", {**CONTACT, "carried": token})
    assert answer.url == "/be/write/"
    assert shown_digits(quiet) == ""


def test_an_expired_token_gives_story_and_draft_back(client: Browser) -> None:
    token = ready(client)
    strict = Browser(enforce_csrf_checks=True)
    page = strict.post("/be/write/last/", {**CONTACT, "carried": token})
    assert page.status_code == 403
    assert f'type="hidden" name="carried" value="{token}"' in page.content.decode()


def test_nothing_of_the_story_is_readable_in_the_page_or_the_log(
    quiet: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        token = ready(quiet)
        page = quiet.get("/be/write/last/").content.decode()
        with without_postgres():
            quiet.post("/be/write/last/", {**CONTACT, "carried": token})
    assert STORY["story"] not in page
    assert STORY["story"] not in caplog.text


def test_a_carried_draft_opens_only_here_for_this_and_for_a_while() -> None:
    token = carry({"story": "слова"}, purpose=drafts.DRAFT)
    assert carried(token, purpose=drafts.DRAFT, seconds=60) == {"story": "слова"}
    assert carried(token, purpose="other", seconds=60) is None
    assert carried(token, purpose=drafts.DRAFT, seconds=-1) is None
    for broken in ("", "x", token[:-4], token.swapcase(), "ё"):
        assert carried(broken, purpose=drafts.DRAFT, seconds=60) is None
