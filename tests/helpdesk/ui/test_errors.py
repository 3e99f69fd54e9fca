"""Pages for when something is wrong: in the reader's language, without database or Redis, losing nothing."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from helpdesk.accounts.errors import Refused
from helpdesk.ui import views

pytestmark = pytest.mark.urls("tests.helpdesk.ui.paths")


@pytest.mark.parametrize("face", ["/be/x/", "/lt/x/", "/desk/x/"])
def test_error_pages_need_neither_database_nor_redis(face: str) -> None:
    # No database mark on this test, so any query raises; the request has no session and no user to ask for.
    request = RequestFactory().get(face)
    for page in (views.bad_request, views.forbidden, views.not_found, views.server_error, views.too_large):
        answer = page(request)
        assert b"<h1>" in answer.content


@pytest.mark.django_db
@pytest.mark.logs_errors
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/be/no-such-page/", 404),
        ("/desk/no-such-page/", 404),
        ("/be/refuse/", 403),
        ("/desk/refuse/", 403),
        ("/desk/erased/", 410),
        ("/be/overflow/", 413),
        ("/be/hurry/", 429),
        ("/be/break/", 500),
    ],
)
def test_each_wrong_turn_has_its_page(address: str, status: int) -> None:
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert b"<h1>" in answer.content
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_an_error_page_on_the_public_face_asks_the_database_nothing(client: Client) -> None:
    client.get("/be/no-such-page/")
    with CaptureQueriesContext(connection) as queries:
        client.get("/be/no-such-page/")
    assert len(queries) == 0


def test_an_error_page_speaks_the_language_of_its_address() -> None:
    for code in ("be", "ru", "pl", "lt", "en"):
        answer = views.not_found(RequestFactory().get(f"/{code}/x/"))
        assert f'<html lang="{code}">' in answer.content.decode()


def test_a_belarusian_browser_without_a_language_in_the_address_never_gets_russian() -> None:
    request = RequestFactory().get("/x/", headers={"Accept-Language": "ru-RU,ru;q=0.9,be;q=0.8"})
    assert '<html lang="be">' in views.not_found(request).content.decode()


def test_too_many_tries_say_when_to_come_back() -> None:
    answer = views.too_many_requests(RequestFactory().get("/en/x/"), retry_after=130)
    assert answer["Retry-After"] == "130"
    assert "3 minutes" in answer.content.decode()


def test_a_refusal_says_why_only_when_it_was_written_for_the_reader() -> None:
    request = RequestFactory().get("/desk/x/")
    assert "You are on a break." in views.forbidden(request, Refused("You are on a break.")).content.decode()
    assert "inner secret" not in views.forbidden(request, PermissionDenied("inner secret")).content.decode()


def test_even_broken_templates_leave_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(views, "render_to_string", broken)
    answer = views.server_error(RequestFactory().get("/be/"))
    assert answer.status_code == 500
    assert "112" in answer.content.decode()


@pytest.mark.django_db
def test_an_expired_page_gives_back_what_was_typed_and_can_send_it_again() -> None:
    strict = Client(enforce_csrf_checks=True)
    story = "Мяне завуць\n<script>alert(1)</script> " + "вельмі доўгая гісторыя " * 20
    answer = strict.post("/en/write/", {"story": story, "city": "Vilnius", "receipt": "48210937661027548839"})
    body = answer.content.decode()
    assert answer.status_code == 403
    assert "вельмі доўгая гісторыя" in body
    assert "<script>alert" not in body
    assert 'name="city" value="Vilnius"' in body
    assert "48210937661027548839" not in body
    token = body.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    again = strict.post("/en/write/", {"story": story, "csrfmiddlewaretoken": token})
    assert again.content == b"received"


@pytest.mark.django_db
def test_a_form_from_another_site_is_shown_but_never_sent_again() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/en/write/", {"story": "words " * 20}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert "Send again" not in answer.content.decode()
