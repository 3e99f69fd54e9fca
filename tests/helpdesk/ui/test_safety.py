"""Leaving without a trace, headers, and forms posted by browsers that hide where they come from."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.http import HttpRequest
from django.test import Client

from helpdesk.accounts.sessions import SessionStore
from helpdesk.ui.middleware import TracelessCsrf

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.helpdesk.ui.paths")]
FOCUSABLE = {"a", "button", "input", "select", "textarea", "summary"}


class FirstStop(HTMLParser):
    """Remembers the first two things that the Tab key reaches."""

    def __init__(self) -> None:
        super().__init__()
        self.stops: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in FOCUSABLE:
            self.stops.append(dict(attrs))


def test_the_way_out_is_the_first_stop_and_the_skip_link_the_second(client: Client) -> None:
    for address in ("/be/", "/lt/offline/", "/pl/no-such-page/"):
        parser = FirstStop()
        parser.feed(client.get(address).content.decode())
        assert str(parser.stops[0]["href"]).endswith("/exit/"), address
        assert parser.stops[1]["href"] == "#main", address


def test_leaving_forgets_the_session_and_shows_a_neutral_site(client: Client) -> None:
    client.get("/be/")
    ticket = client.cookies["help"].value
    assert SessionStore(ticket).get("seen") is True
    answer = client.get("/be/exit/")
    assert answer.status_code == 303
    assert answer["Location"] == "https://www.wikipedia.org/"
    assert answer["Clear-Site-Data"] == '"cookies", "storage"'
    assert answer["Cache-Control"] == "no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert SessionStore(ticket).get("seen") is None
    assert client.cookies["help"].value == ""


def test_a_browser_guessing_ahead_does_not_throw_anybody_out(client: Client) -> None:
    client.get("/be/")
    assert client.get("/be/exit/", headers={"Sec-Purpose": "prefetch"}).status_code == 204
    assert SessionStore(client.cookies["help"].value).get("seen") is True


def test_nothing_is_kept_unless_it_calls_itself_public(client: Client) -> None:
    assert client.get("/be/")["Cache-Control"] == "no-store"
    assert client.get("/be/personal/")["Cache-Control"] == "no-store"
    assert client.get("/be/knowledge/article/")["Cache-Control"] == "public, max-age=60"


def test_only_knowledge_may_be_indexed(client: Client) -> None:
    assert "noindex" in client.get("/be/")["X-Robots-Tag"]
    assert "noindex" in client.get("/be/no-such-page/")["X-Robots-Tag"]
    assert "X-Robots-Tag" not in client.get("/be/knowledge/article/").headers


def test_every_answer_carries_the_safety_headers(client: Client) -> None:
    for address in ("/be/", "/be/no-such-page/", "/be/exit/", "/be/knowledge/article/"):
        answer = client.get(address)
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["X-Frame-Options"] == "DENY"
        assert "camera=()" in answer["Permissions-Policy"]
        policy = answer["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "Server" not in answer.headers
        assert "X-Powered-By" not in answer.headers


@pytest.mark.parametrize(
    ("headers", "is_let_in"),
    [
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-origin"}, True),
        ({"HTTP_ORIGIN": "null"}, True),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "cross-site"}, False),
        ({"HTTP_ORIGIN": "null", "HTTP_SEC_FETCH_SITE": "same-site"}, False),
        ({"HTTP_ORIGIN": "https://evil.example"}, False),
        ({"HTTP_ORIGIN": "http://testserver"}, True),
    ],
)
def test_a_form_posted_here_is_let_in_and_one_posted_elsewhere_is_not(
    headers: dict[str, str], is_let_in: bool
) -> None:
    request = HttpRequest()
    request.META.update({"SERVER_NAME": "testserver", "SERVER_PORT": "80", **headers})
    assert TracelessCsrf(lambda _: None)._origin_verified(request) is is_let_in


def test_a_post_without_a_token_is_refused_wherever_it_comes_from() -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/be/write/", {}, headers={"Origin": "null", "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 403


def test_health_answers_only_the_machine_itself(client: Client) -> None:
    assert client.get("/desk/healthz/").content == b"ok"
    assert client.get("/desk/healthz/", REMOTE_ADDR="10.0.0.7").status_code == 404
    assert client.get("/desk/healthz/", headers={"X-Forwarded-For": "10.0.0.7"}).status_code == 404


def test_the_style_guide_exists_in_development_only(client: Client) -> None:
    assert client.get("/desk/styleguide/").status_code == 404
    assert client.get("/be/styleguide/").status_code == 404
