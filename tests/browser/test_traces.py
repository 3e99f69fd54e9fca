"""What a browser keeps and tells of the client's way: no secret in address, title, Referer; a way out."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Response, expect
from pytest_django.live_server_helper import LiveServer

from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.models import User
from tests.browser import walk
from tests.factories.inboxes import full_inbox
from tests.factories.knowledge import make_article, make_topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
# A page of the journey has one address for everybody, whatever she wrote and whoever she is.
JOURNEY = re.compile(
    r"/be/(|write/(next/|last/|done/)?|back/(out/|lost/|day/)?|exit/|offline/|inbox/([a-z]+/){0,2})"
)
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}|[0-9a-f]{32}")
STATIC = re.compile(r"/static/ui/[\w./-]+")


class Notes:
    """Every address, Referer, Location and title that this browser meets."""

    def __init__(self, page: Page) -> None:
        self.addresses: set[str] = set()
        self.referers: set[str] = set()
        self.titles: set[str] = set()
        self.page = page
        page.context.on("request", self._asked)
        page.context.on("response", self._answered)

    def look(self, _name: str = "") -> None:
        # An arriving page has no title until its head is read; one that never gets one still fails.
        for _ in range(50):
            if title := self.page.title():
                break
            self.page.wait_for_timeout(100)
        self.titles.add(title)

    def _asked(self, request: Request) -> None:
        self.addresses.add(request.url)
        if request.headers.get("referer"):
            self.referers.add(f"{request.url}: {request.headers['referer']}")

    def _answered(self, response: Response) -> None:
        if "location" in response.headers:
            self.addresses.add(response.headers["location"])


@pytest.mark.parametrize("js", [False, True])
def test_no_address_title_or_referer_of_her_way_tells_anything(
    open_page: OpenPage, alena_operator: User, maks_lawyer: User, js: bool
) -> None:
    make_topic("legalization")
    make_article("pl-stay", topic=make_topic("documents"))
    page = open_page(js=js, width=360)
    notes = Notes(page)
    digits = walk.write(page, "be", notes.look)
    walk.come_back(page, "be", digits, notes.look)
    walk.behind(page, "be", notes.look)
    inside = full_inbox(alena=alena_operator, maks=maks_lawyer)
    page.context.clear_cookies()
    walk.come_back(page, "be", inside.digits, notes.look)
    walk.behind(page, "be", notes.look)
    paths = {path for url in notes.addresses if (path := urlsplit(url).path)}
    odd = {path for path in paths if not JOURNEY.fullmatch(path) and not STATIC.fullmatch(path)}
    assert odd == set()
    assert {urlsplit(url).query + urlsplit(url).fragment for url in notes.addresses} == {""}
    told = "\n".join(notes.addresses | notes.titles).lower()
    secrets = [digits, inside.digits, "legalization", "canary"]
    secrets += [row.alias.lower() for row in Client.objects.all()]
    secrets += [row.code.lower() for row in HelpRequest.objects.all()]
    assert [secret for secret in secrets if secret in told] == []
    assert not UUID.search(told)
    assert notes.titles == {"Ганак"}
    assert notes.referers == set()


@pytest.fixture
def outside() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Somebody else's site on this machine, and what browsers told it."""
    heard: list[dict[str, str]] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append({name.lower(): value for name, value in self.headers.items()})
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Listener)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}/", heard
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("js", [False, True])
def test_a_link_that_leads_outside_tells_nobody_where_she_came_from(
    open_page: OpenPage, outside: tuple[str, list[dict[str, str]]], office_warsaw: Any, js: bool
) -> None:
    address, heard = outside
    text = ("Нумар PESEL", "Хто яго дае.", f"Глядзіце [старонку ўрада]({address}).")
    make_article("pl-pesel", {"be": text}, topic=make_topic("documents"))
    page = open_page("/be/articles/pl-pesel/", js=js)
    page.get_by_role("link", name="старонку ўрада").click()
    for _ in range(50):
        if heard:
            break
        page.context.pages[-1].wait_for_timeout(100)
    assert heard
    assert "referer" not in heard[0]
    assert "origin" not in heard[0]
    assert "cookie" not in heard[0]


@pytest.fixture
def neutral(settings: Any, live_server: LiveServer) -> str:
    settings.NEUTRAL_SITE = f"{live_server.url}/en/offline/"
    return str(settings.NEUTRAL_SITE)


def test_shift_three_times_leaves_at_once_and_leaves_no_way_back(
    open_page: OpenPage, neutral: str, office_warsaw: Any
) -> None:
    page = open_page("/be/", js=True)
    page.goto("/be/write/")
    page.fill("textarea[name=story]", "Мая таямніца")
    page.check("input[name=country][value=PL]")
    walk.send(page)
    page.wait_for_url("**/write/next/")
    steps = page.evaluate("history.length")
    page.locator("select[name=topic]").focus()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(neutral)
    assert page.evaluate("history.length") == steps  # location.replace: the page she was on is no step back
    page.go_back()
    page.wait_for_url("**/write/")
    expect(page.locator("textarea[name=story]")).to_have_value("")
    page.goto("/be/write/next/")
    assert page.url.endswith("/be/write/")  # the draft is gone on the server too


def test_capital_letters_and_slow_fingers_throw_nobody_out(
    open_page: OpenPage, neutral: str, office_warsaw: Any
) -> None:
    page = open_page("/be/write/", js=True)
    page.focus("textarea[name=story]")
    for letter in "ABCD":
        page.keyboard.down("Shift")
        page.keyboard.press(letter)
        page.keyboard.up("Shift")
    for _ in range(3):
        page.keyboard.press("Shift")
        page.wait_for_timeout(1100)
    assert page.url.endswith("/be/write/")
    assert page.locator("textarea[name=story]").input_value() == "ABCD"


@pytest.mark.parametrize("path", ["write/", "back/", "", "directory/", "back/lost/", "no-such-page/"])
def test_every_public_page_knows_the_three_shifts(
    open_page: OpenPage, neutral: str, office_warsaw: Any, path: str
) -> None:
    page = open_page(f"/be/{path}", js=True, width=320)
    expect(page.locator("[data-quick-exit]")).to_be_in_viewport()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.wait_for_url(neutral)


@pytest.mark.parametrize("js", [False, True])
def test_a_click_on_the_way_out_forgets_and_shows_a_neutral_page(
    open_page: OpenPage, neutral: str, office_warsaw: Any, js: bool
) -> None:
    page = open_page("/be/write/", js=js)
    page.fill("textarea[name=story]", "Мая таямніца")
    page.check("input[name=country][value=PL]")
    walk.send(page)
    page.wait_for_url("**/write/next/")
    page.locator("[data-quick-exit]").click()
    page.wait_for_url(neutral)
    assert page.context.cookies() == []
    page.goto("/be/write/next/")
    assert page.url.endswith("/be/write/")
