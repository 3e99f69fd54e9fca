"""Beside the client's way: things to read, the other doors, and what is shown when it goes wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.http import HttpResponse
from django.test import RequestFactory
from playwright.sync_api import Page, Route

from helpdesk.ui import views
from tests.browser import walk
from tests.browser.walk import Look

TRACE = "Сям'я з двума дзецьмі, канчаецца дазвол. Тэлефон +48 600 100 200."
READING = (
    ("topics/legalization/", "topic"),
    ("topics/no-such-topic/", "topic-gone"),
    ("articles/pesel-number/", "article"),
    ("articles/pesel-number/missing/", "article-missing"),
    ("articles/pesel-number/thanks/", "article-thanks"),
    ("search/", "search"),
    ("search/?q=PESEL", "search-hits"),
    ("search/?q=qwertz+asdfg", "search-nothing"),
    ("directory/", "directory"),
    ("directory/?country=LT&language=lt", "directory-asked"),
    ("directory/?topic=goods&country=LT&language=en", "directory-nobody"),
    ("offline/", "offline"),
)


@dataclass(frozen=True)
class Keys:
    """What the other doors ask for; each opens once."""

    partner_link: str
    partner_code: str
    kiosk_number: str
    team_link: str


def read(page: Page, language: str, look: Look) -> None:
    """Everything that can be read without writing to us."""
    for path, name in READING:
        page.goto(f"/{language}/{path}")
        look(name)
    page.goto(f"/{language}/articles/pesel-number/outdated/")
    look("article-outdated")
    walk.send(page)
    look("article-outdated-mistake")


def partner_brings_somebody(page: Page, language: str, look: Look, keys: Keys) -> None:
    """The signed form behind a link, up to the receipt that is given away."""
    page.goto(f"/{language}/from/{keys.partner_link}/")
    look("partner-form")
    walk.send(page)
    look("partner-form-mistakes")
    page.check("input[name=consent]")
    page.fill("textarea[name=story]", TRACE)
    page.fill("input[name=signer]", "Ewa Podpisana")
    walk.send(page)
    look("partner-form-traces")
    page.locator("button[name=traces][value=remove]").click()
    page.wait_for_selector("#digits")
    look("partner-receipt")
    digits = walk.digits_on(page)
    page.fill("input[name=last_digits]", digits[-4:])
    walk.send(page)
    page.wait_for_selector("#digits", state="detached")
    look("partner-done")
    page.goto(f"/{language}/from/{keys.partner_link}/")
    look("partner-form-used")


def partner_takes_over(page: Page, language: str, look: Look, keys: Keys) -> None:
    """The code of a hand-over, wrong and right, and the partner's answer."""
    page.goto(f"/{language}/handover/")
    look("handover-door")
    page.fill("input[name=code]", "1234")
    walk.send(page)
    look("handover-door-mistake")
    page.fill("input[name=code]", keys.partner_code)
    walk.send(page)
    page.wait_for_selector("#digits")
    look("handover")
    walk.send(page)
    look("handover-mistake")
    page.check("input[name=answer][value=accepted]")
    walk.send(page)
    page.wait_for_selector("input[name=answer]", state="detached")
    look("handover-answered")


def on_the_shared_device(page: Page, language: str, look: Look, keys: Keys) -> None:
    page.goto(f"/{language}/here/")
    look("kiosk-code")
    page.fill("input[name=number]", "0000000000")
    walk.send(page)
    look("kiosk-code-mistake")
    page.fill("input[name=number]", keys.kiosk_number)
    walk.send(page)
    page.wait_for_selector("a[href$='/write/']")
    look("kiosk")
    page.goto(f"/{language}/write/")
    look("kiosk-story")


def a_volunteer_joins(page: Page, language: str, look: Look, keys: Keys) -> None:
    """The form of whoever wants to help, and the door of the invited; it speaks her browser's language."""
    page.goto(f"/{language}/volunteer/")
    look("apply-inbox")  # whoever has her own page here is told about both
    page.context.clear_cookies()
    page.goto(f"/{language}/volunteer/")
    look("apply")
    walk.send(page)
    look("apply-mistakes")
    page.goto(f"/{language}/volunteer/thanks/")
    look("applied")
    page.goto(f"/desk/welcome/{keys.team_link}/")
    look("welcome")
    walk.send(page)
    look("welcome-mistakes")
    page.goto("/desk/welcome/used/")
    look("welcome-closed")
    page.goto("/desk/account/login/")
    look("sign-in")


def what_goes_wrong(page: Page, language: str, look: Look) -> None:
    """Each error page, made by its own view, shown at an address of the public face."""
    for name, answer in _errors(language):
        address = f"/{language}/wrong/{name}/"
        page.route(f"**{address}", _shows(answer))
        page.goto(address)
        look(name)


def _shows(answer: HttpResponse) -> Callable[[Route], None]:
    def fulfil(route: Route) -> None:
        route.fulfill(status=200, content_type="text/html; charset=utf-8", body=answer.content.decode())

    return fulfil


def _errors(language: str) -> list[tuple[str, HttpResponse]]:
    asked = RequestFactory().get(f"/{language}/write/")
    typed: dict[str, Any] = {"story": walk.STORY * 3, "city": "Lublin", "receipt": "1234"}
    sent = RequestFactory().post(f"/{language}/write/", typed)
    return [
        ("400", views.bad_request(asked)),
        ("403", views.forbidden(asked, PermissionDenied())),
        ("403-old-form", views.csrf_failure(sent, reason="CSRF token missing")),
        ("404", views.not_found(asked)),
        ("413", views.too_large(asked)),
        ("429", views.too_many_requests(asked, retry_after=840)),
        ("500", views.server_error(asked)),
        ("500-unsent", views.server_error(sent)),
        ("503-unsent", _in_an_outage(sent)),
    ]


def _in_an_outage(sent: Any) -> HttpResponse:
    try:
        raise DatabaseError
    except DatabaseError:
        return views.server_error(sent)
