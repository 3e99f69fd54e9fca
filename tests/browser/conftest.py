"""Real Chromium over the real pages: script on or off, any width, language and colour scheme, and axe."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright
from pytest_django.live_server_helper import LiveServer

from helpdesk.accounts.models import User
from tests.browser import machine
from tests.personas import SignIn

OpenPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = machine.chromium()
    if program is None:
        if machine.required():
            pytest.fail(machine.MISSING)
        pytest.skip(machine.MISSING)
    # Playwright keeps an event loop in this thread, and Django would refuse the database beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=machine.FLAGS)
        yield chromium
        chromium.close()


class Watch:
    """Remembers what no page may do: break the content policy, throw, or ask a third party."""

    def __init__(self) -> None:
        self.complaints: list[str] = []

    def over(self, page: Page) -> None:
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.complaints.append(f"script failed: {error}"))
        page.on("request", self._asked)

    def _heard(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _asked(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in {"localhost", None}:
            self.complaints.append(f"third party: {request.url}")


@pytest.fixture
def watch() -> Iterator[Watch]:
    """At the end of each browser test: no complaint."""
    one = Watch()
    yield one
    assert one.complaints == []


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer, watch: Watch) -> Iterator[OpenPage]:
    """`open_page("/be/", js=False, width=360, language="be", dark=True)`

    A browser profile of its own for each call; relative addresses work in `page.goto`.
    """
    contexts = []

    def build(
        address: str = "",
        *,
        js: bool = True,
        width: int = 1280,
        language: str = "be",
        dark: bool = False,
        cookies: list[Any] | None = None,
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            java_script_enabled=js,
            viewport={"width": width, "height": 800},
            locale=language,
            color_scheme="dark" if dark else "light",
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.add_cookies(cookies or [])
        page = context.new_page()
        watch.over(page)
        if address:
            page.goto(address)
        return page

    yield build
    for context in contexts:
        context.close()


@pytest.fixture
def open_desk(open_page: OpenPage, live_server: LiveServer, sign_in: SignIn) -> OpenPage:
    """`open_desk(alena_operator, "/desk/queue/", width=360)`: as open_page, after a whole sign-in."""

    def build(user: User, address: str = "/desk/", **options: Any) -> Page:
        client = sign_in(Client(), user)
        value = client.cookies[settings.DESK_SESSION_COOKIE].value
        cookie = {"name": settings.DESK_SESSION_COOKIE, "value": value, "url": live_server.url}
        return open_page(address, cookies=[cookie], **options)

    return build


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """`accessible(page)` fails with axe's findings; it needs a page with script on."""

    def check(page: Page) -> None:
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()

    return check
