"""What a client does on the public pages, step by step, as a browser without script would."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.test import Client as Browser

STORY = {"story": "Мая карта побыту канчаецца, а працадаўца маўчыць.", "country": "PL", "city": "Warszawa"}
CONTACT = {"look_again": "three_days", "contact_channel": "none"}


def session_of(browser: Browser) -> SessionBase:
    """The session behind this browser's public cookie (Django's own helper knows one cookie name only)."""
    cookie = browser.cookies.get(settings.PUBLIC_SESSION_COOKIE)
    store: SessionBase = import_module(settings.SESSION_ENGINE).SessionStore(cookie.value if cookie else None)
    return store


def with_session(values: dict[str, Any]) -> Browser:
    """A browser whose session holds these values."""
    browser = Browser()
    session = session_of(browser)
    session.update(values)
    session.save()
    browser.cookies[settings.PUBLIC_SESSION_COOKIE] = session.session_key or ""
    return browser


def tell(browser: Browser, language: str = "be", **story: Any) -> HttpResponse:
    """The first page."""
    return browser.post(f"/{language}/write/", {**STORY, "traces": "keep", **story})


def answer_questions(browser: Browser, language: str = "be", **answers: Any) -> HttpResponse:
    """The second page."""
    return browser.post(f"/{language}/write/next/", {"topic": "unknown", **answers})


def send(browser: Browser, language: str = "be", **contact: Any) -> HttpResponse:
    """The third page."""
    return browser.post(f"/{language}/write/last/", {**CONTACT, **contact})


def hidden_draft(page: HttpResponse) -> str:
    """What a page of the form carries of the pages before."""
    found = re.search(r'name="carried" value="([^"]*)"', page.content.decode())
    return found.group(1) if found else ""


def shown_digits(browser: Browser, language: str = "be", path: str = "write/done") -> str:
    """The 20 digits on the receipt page; empty when it shows none."""
    page = browser.get(f"/{language}/{path}/").content.decode()
    found = re.search(r'id="digits">(.*?)</p>', page, re.DOTALL)
    return "".join(re.findall(r"\d{4}", found.group(1))) if found else ""


def write(browser: Browser, language: str = "be", **typed: Any) -> str:
    """All three pages; gives the receipt. Keys of all three forms may be mixed in `typed`."""
    first = {name: typed[name] for name in ("story", "country", "city", "danger") if name in typed}
    second = {
        name: typed[name]
        for name in ("topic", "deadline_on", "adults", "child_bands", "about")
        if name in typed
    }
    third = {name: value for name, value in typed.items() if name not in first | second}
    tell(browser, language, **first)
    answer_questions(browser, language, **second)
    send(browser, language, **third)
    return shown_digits(browser, language)


def unlock(browser: Browser, digits: str, language: str = "be") -> HttpResponse:
    """The door of the inbox."""
    return browser.post(f"/{language}/back/", {"receipt": digits})
