"""What is true of every answer beside the cells of test_access_table, which looks at the headers of each."""

from __future__ import annotations

import logging

import pytest
from django.test import Client as Browser
from pytest_django import Settings

from tests.architecture import house
from tests.architecture.headers import INLINE, complaints
from tests.architecture.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger="django.request")


def test_a_page_that_does_not_exist_carries_them_too(world: World) -> None:
    for path in (
        "/be/no-such-page/",
        "/desk/no-such-room/",
        "/api/no/",
        "/admin/",
        "/.git/config",
        "/media/x",
    ):
        response = world.enter("oper").get(path)
        assert response.status_code == 404, path
        assert complaints(response, "") == [], path


@pytest.mark.logs_errors
def test_an_unknown_host_is_refused_without_an_echo() -> None:
    response = Browser(raise_request_exception=False).get("/be/", headers={"Host": "evil.example"})
    assert response.status_code == 400
    assert b"evil" not in response.content


def test_cookies_are_strict_and_end_with_the_browser(world: World, settings: Settings) -> None:
    """As in production: the names bind the cookies to this host and to TLS."""
    settings.PUBLIC_SESSION_COOKIE, settings.DESK_SESSION_COOKIE = "__Host-help", "__Host-desk"
    settings.SESSION_COOKIE_SECURE = True
    public, desk = Browser(), world.enter("oper")
    public.post("/be/write/", {"story": "Слова", "country": "PL"})
    assert "__Host-desk" in desk.cookies
    desk.get("/desk/queue/")
    answer = Browser().post("/desk/account/login/", {"login": "x@y.example", "password": "z" * 15})
    answer = answer if answer.cookies else Browser().get("/desk/account/login/")
    for cookies, name, site in (
        (public.cookies, "__Host-help", "Lax"),
        (answer.cookies, "__Host-desk", "Strict"),
    ):
        cookie = cookies[name]
        assert (cookie["secure"], cookie["httponly"], cookie["path"]) == (True, True, "/")
        assert cookie["samesite"] == site
        assert (cookie["domain"], cookie["expires"], cookie["max-age"]) == ("", "", "")
        assert set(cookies) == {name}


def test_production_asks_for_tls_for_two_years(settings: Settings) -> None:
    settings.SECURE_HSTS_SECONDS = 63072000
    response = Browser().get("/be/", secure=True)
    assert response["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains; preload"


def test_no_template_has_anything_inline() -> None:
    for sample in (
        b'<p style="x">',
        b'<a onclick="x()">',
        b"<script>x</script>",
        b'<img src="//evil.example/x">',
    ):
        assert INLINE.search(sample)
    wrong = [house.name(path) for path in house.templates() if INLINE.search(path.read_bytes())]
    assert wrong == []
