"""Every page of the client's way and the desk pages that belong to it, for a phone and a screen reader.

Public pages: nothing lies beside the page at 320 and 360 px, every target is at least 44 px high, the way
out is the first stop, axe finds nothing in light or dark, nothing breaks the content policy or asks another
machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from cases.doors.actions.hand_overs import invite_partner
from cases.doors.actions.kiosks import offer_kiosk
from cases.referrals.models import Partner
from cases.requests.models import HelpRequest
from cases.requests.workflow import Channel
from cases.waiting.actions import pause_topic
from cases.waiting.rules import Reason
from helpdesk.accounts.models import User
from tests.browser import checks, walk
from tests.factories.duty import make_shift
from tests.factories.inboxes import full_inbox
from tests.factories.knowledge import make_article, make_topic
from tests.factories.referrals import hand_over, make_partner
from tests.factories.requests import make_request

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Found = dict[str, list[str]]
LISTEN = """addEventListener('securitypolicyviolation',
  e => console.error('Content Security Policy', e.violatedDirective, e.blockedURI))"""


@pytest.fixture(autouse=True)
def _content(alena_operator: User) -> None:
    make_article("pl-pesel", topic=make_topic("legalization"))
    make_topic("housing")


class Walk:
    """A tab whose every page is examined; `found` is empty when all is well."""

    def __init__(self, page: Page, *, with_axe: bool, width: int = 360) -> None:
        self.page, self.with_axe, self.width = page, with_axe, width
        self.found: Found = {}
        self.seen: list[str] = []
        if with_axe:
            page.add_init_script(LISTEN)

    def look(self, name: str) -> None:
        page = self.page
        page.wait_for_load_state()  # with its style, not only with its words
        found = checks.nameless(page)
        if "/desk/" not in page.url:
            found += checks.too_wide(page, 320) + checks.too_small(page) + checks.way_out_first(page)
        found += checks.too_wide(page, self.width)
        if self.with_axe:
            found += checks.axe(page)
        self.seen.append(name)
        if found:
            self.found[name] = found


@pytest.fixture
def phone(open_page: OpenPage) -> Walk:
    """A phone with script on."""
    return Walk(open_page(width=360), with_axe=True)


@pytest.fixture
def safest(open_page: OpenPage) -> Walk:
    """Tor Browser at "Safest": no script, no SVG, neither as a file nor in the page, and no font."""
    page = open_page(width=320, js=False)
    page.route("**/*", _without_pictures)
    return Walk(page, with_axe=False, width=320)


def _without_pictures(route: Route) -> None:
    if route.request.resource_type == "font" or route.request.url.endswith(".svg"):
        route.abort()
    elif route.request.resource_type == "document":
        answer = route.fetch(max_redirects=0)
        route.fulfill(response=answer, body=re.sub(r"(?s)<svg.*?</svg>", "", answer.text()))
    else:
        route.continue_()


def test_writing_to_us(phone: Walk) -> None:
    walk.write(phone.page, "lt", phone.look)
    assert phone.found == {}
    assert len(phone.seen) >= 8


def test_writing_in_danger(phone: Walk, alena_operator: User) -> None:
    make_shift(alena_operator)
    walk.write_in_danger(phone.page, "be", phone.look)
    assert phone.found == {}


def test_a_paused_topic(phone: Walk, hanna_coordinator: User) -> None:
    _pause(hanna_coordinator)
    page = phone.page
    page.goto("/be/write/")
    page.fill("textarea[name=story]", "Шукаю кватэру ў Варшаве.")
    page.check("input[name=country][value=PL]")
    walk.send(page)
    for name in ("helps", "helps-again"):
        page.select_option("select[name=topic]", "housing")
        walk.send(page)
        if page.url.endswith("/write/last/"):
            break
        phone.look(f"paused-{name}")
    expect(page.locator("#paused-title")).to_be_visible()
    phone.look("paused-contact")
    page.check("input[name=look_again][value=tomorrow]")
    walk.send(page)
    phone.look("paused-receipt")
    assert phone.found == {}


def test_coming_back_to_ones_own_page(phone: Walk, alena_operator: User, maks_lawyer: User) -> None:
    holder = full_inbox(alena=alena_operator, maks=maks_lawyer)
    walk.come_back(phone.page, "be", holder.digits, phone.look)
    walk.behind(phone.page, "be", phone.look)
    assert phone.found == {}


def test_the_other_doors(phone: Walk, alena_operator: User) -> None:
    page, partner = phone.page, make_partner(make_topic("housing"))
    _, link = invite_partner(partner="Дом на Граніцы", by=alena_operator)
    row = make_request(office=alena_operator.office, topic="housing")
    _, code = hand_over(row, partner, by=alena_operator)
    number = offer_kiosk(by=alena_operator)
    page.goto(f"/lt/from/{link}/")
    phone.look("partner-form")
    walk.send(page)
    phone.look("partner-form-mistakes")
    page.check("input[name=consent]")
    page.fill("textarea[name=story]", "Сям'я з двума дзецьмі, канчаецца дазвол.")
    page.fill("input[name=signer]", "Ewa Podpisana")
    walk.send(page)
    page.wait_for_selector("#digits")
    phone.look("partner-receipt")
    page.goto("/lt/handover/")
    phone.look("handover-door")
    page.fill("input[name=code]", code)
    walk.send(page)
    page.wait_for_selector("#digits")
    phone.look("handover")
    page.goto("/lt/here/")
    phone.look("kiosk-code")
    page.fill("input[name=number]", number)
    walk.send(page)
    page.wait_for_url("**/here/")
    phone.look("kiosk")
    assert phone.found == {}


def test_the_whole_way_at_safest(safest: Walk, alena_operator: User, maks_lawyer: User) -> None:
    """Writing, danger, coming back and all pages behind: without script, pictures and fonts, 320 px wide."""
    digits = walk.write(safest.page, "be", safest.look)
    safest.page.goto("/be/back/")
    safest.page.fill("input[name=receipt]", digits)
    walk.send(safest.page)
    expect(safest.page.get_by_text(walk.STORY)).to_be_visible()
    walk.write_in_danger(safest.page, "lt", safest.look)
    holder = full_inbox(alena=alena_operator, maks=maks_lawyer)
    safest.page.context.clear_cookies()
    walk.come_back(safest.page, "lt", holder.digits, safest.look)
    walk.behind(safest.page, "lt", safest.look)
    assert safest.found == {}
    assert len(safest.seen) >= 28


OPERATOR = ("calls/new", "ring-backs", "duty", "duty/hand-over", "referrals", "hand-overs", "kiosk")
OF_REQUEST = ("requests/{}", "requests/{}/questions", "requests/{}/files", "requests/{}/refer")
COORDINATOR = ("pauses", "partners", "partners/new", "doors", "ring-backs/returns", "duty/hours")
EDITOR = ("glossary", "glossary/new", "glossary/changes")


def test_the_desk_pages_of_an_operator(open_desk: OpenPage, alena_operator: User, maks_lawyer: User) -> None:
    make_shift(alena_operator)
    full_inbox(alena=alena_operator, maks=maks_lawyer)
    hand_over(_to_ring(alena_operator), _partner(), by=alena_operator)
    answered = HelpRequest.objects.filter(attachments__isnull=False).distinct().get()
    pages = [*OPERATOR, *(path.format(answered.pk) for path in OF_REQUEST)]
    _see_desk(open_desk(alena_operator), pages)


def test_the_desk_pages_of_a_coordinator_and_an_editor(
    open_desk: OpenPage, hanna_coordinator: User, ina_editor: User
) -> None:
    _pause(hanna_coordinator)
    _partner()
    _see_desk(open_desk(hanna_coordinator), COORDINATOR)
    _see_desk(open_desk(ina_editor), EDITOR)


def _see_desk(page: Page, paths: Any) -> None:
    desk = Walk(page, with_axe=True)
    for path in paths:
        answer = page.goto(f"/desk/{path}/")
        assert answer is not None
        assert answer.status == 200, path
        page.set_viewport_size({"width": 1280, "height": 800})
        desk.look(path)
    assert desk.found == {}


def _pause(coordinator: User) -> None:
    until = timezone.localdate() + timedelta(days=14)
    topic = make_topic("housing")
    pause_topic(topic=topic, by=coordinator, country="PL", reason=Reason.TOO_MANY, until_on=until, words={})


def _partner() -> Partner:
    return Partner.objects.filter(slug="dach").first() or make_partner(make_topic("legalization"))


def _to_ring(operator: User) -> HelpRequest:
    day, topic = timezone.localdate() - timedelta(days=1), "legalization"
    return make_request(
        office=operator.office, channel=Channel.PHONE, topic=topic, ring_back=True, look_again_on=day
    )
