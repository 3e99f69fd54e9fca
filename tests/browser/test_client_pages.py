"""The client's way where script, pictures and fonts are blocked, and the desk pages that belong to it.

Nothing lies beside a page, every public target is at least 44 px high, the way out is the first stop; axe
finds nothing on the desk in light or dark, nothing breaks the content policy or asks another machine.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

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
            page.add_init_script(checks.LISTEN)

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
