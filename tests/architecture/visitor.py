"""One role at work in one browser, by page or by htmx swap, and what it finds there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse
from django.utils.translation import override

from cases.requests.models import HelpRequest
from tests.architecture.bundle import SECRETS, Bundle
from tests.architecture.world import World

ALL, META, NONE = "all", "meta", "none"


@dataclass
class Visitor:
    """`thing` says on whose objects: `granted`, of the `foreign` office, or `kept` from her."""

    world: World
    browser: Browser
    role: str
    thing: str
    htmx: bool = False

    @property
    def it(self) -> Bundle:
        return self.world.foreign if self.thing == "foreign" else self.world.own

    @property
    def is_client(self) -> bool:
        return self.role == "client"

    @property
    def request(self) -> HelpRequest:
        """The request this is about: the lawyer's by assignment, the office's, the client's own."""
        if self.thing == "kept":
            return self.world.ungranted if self.role == "lawyer" else self.world.sealed_off
        return self.it.plain

    @property
    def _headers(self) -> dict[str, str]:
        return {"HX-Request": "true"} if self.htmx else {}

    def get(self, name: str, *args: Any) -> HttpResponse:
        return self.browser.get(address(name, *args), headers=self._headers)

    def post(self, name: str, /, *args: Any, **data: Any) -> HttpResponse:
        return self.browser.post(address(name, *args), data, headers=self._headers)

    def reads(self, response: HttpResponse, *secrets: str) -> str:
        """Whether these secrets stand in the answer: all of them, or just a page, or not even that."""
        text = response.content.decode()
        if response.status_code != 200:
            assert not any(secret in text for secret in SECRETS.values())
            return NONE
        found = [SECRETS[secret] in text for secret in secrets]
        assert all(found) or not any(found), secrets
        return ALL if found and all(found) else META


Probe = Callable[[Visitor], str]


def address(name: str, *args: Any) -> str:
    with override("be"):
        return reverse(name, args=args)


def done(*, is_done: bool) -> str:
    return ALL if is_done else NONE


def once() -> str:
    """The hidden number of a form."""
    return str(uuid4())
