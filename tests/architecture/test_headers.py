"""Every address answers every kind of visitor with the headers of safety.md 2, and with nothing inline."""

from __future__ import annotations

import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client as Browser
from pytest_django import Settings

from tests.architecture import house
from tests.architecture.access_table import address, rows
from tests.architecture.world import World, undone

pytestmark = pytest.mark.django_db
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
# What was sent to us is served as a download that may do nothing at all.
SERVED = {"files:page", "files:copy"}
SANDBOX = {"default-src": "'none'", "sandbox": "", "frame-ancestors": "'none'"}
EXACT = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}
# What everybody may read may be kept: home, knowledge and the directory, never an answer with a cookie.
KEPT = {"home", "knowledge:topic", "knowledge:article", "knowledge:directory"} | {
    "api_search",
    "api_article",
    "api_schema",
}
INLINE = re.compile(
    rb"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")|<style|\sstyle=|\son[a-z]+=|javascript:|src=\"data:"
    rb"|(?:src|srcset|action)=\"(?:https?:)?//|<(?:link|iframe|object|embed|base)\b[^>]*(?:href|src)=\"(?:https?:)?//",
    re.IGNORECASE,
)


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.ERROR, logger="django.request")


def policy_of(response: HttpResponse) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts if name}


def complaints(response: HttpResponse, name: str) -> list[str]:
    found = [
        f"{key}: {response.headers.get(key)}"
        for key, value in EXACT.items()
        if response.headers.get(key) != value
    ]
    is_served = name in SERVED and "Content-Disposition" in response.headers
    if policy_of(response) != (SANDBOX if is_served else POLICY):
        found.append(response["Content-Security-Policy"])
    found += [key for key in ("Server", "X-Powered-By") if key in response.headers]
    if "camera=()" not in response.headers.get("Permissions-Policy", ""):
        found.append("no Permissions-Policy")
    kept = response.headers.get("Cache-Control") != "no-store"
    if kept and (name not in KEPT or response.cookies or response.status_code != 200):
        found.append(f"kept: {response.headers.get('Cache-Control')}")
    found += [f"inline: {hit.decode()}" for hit in INLINE.findall(response.content)]
    return found


@pytest.mark.parametrize(
    "role", ["anon", "client", "vol1", "oper", "lawyer", "coord", "editor", "admin", "auditor"]
)
def test_every_answer_carries_the_headers_and_nothing_inline(world: World, role: str) -> None:
    wrong, browser = [], world.enter(role)
    for row in rows():
        if (row.cells[role] == "in" and role != "anon") or (row.cells[role] == "403" and role != "oper"):
            continue  # the same refusal once is enough
        with undone():
            response = getattr(browser, row.method.lower())(address(row, world))
        wrong += [f"{row} ({response.status_code}): {what}" for what in complaints(response, row.name)]
        if row.name in ENDS or (row.method == "POST" and response.status_code not in REFUSED):
            browser = world.enter(role)
    assert not wrong, "\n".join(wrong)


ENDS = {"exit", "account_logout", "casefile:lock"}
REFUSED = {403, 404, 405}


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
