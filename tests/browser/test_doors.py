"""The doors in a real browser: a call by keyboard with its keys counted, a device that empties itself."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Visitor
from django.utils import timezone
from playwright.sync_api import Page, expect

from cases.requests.actions import Contact
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from helpdesk.sealing.receipts import contact_mark
from tests.browser.checks import too_small, too_wide
from tests.factories.requests import make_client, make_request

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
TOLD = "Картка канчаецца, Люблін."
NUMBER = "600100200"


class Keys:
    """Presses keys one by one and counts them; the mouse stays where it is."""

    def __init__(self, page: Page) -> None:
        self.page, self.commands, self.letters = page, 0, 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.keyboard.press(key)
        self.commands += times

    def type(self, text: str) -> None:
        self.page.keyboard.type(text)
        self.letters += len(text)

    def reach(self, name: str) -> None:
        """Tab until this field has the focus."""
        for _ in range(30):
            if self.page.evaluate("document.activeElement && document.activeElement.name") == name:
                return
            self.press("Tab")
        raise AssertionError(f"{name} cannot be reached by keyboard")


@pytest.fixture
def report(capsys: pytest.CaptureFixture[str], record_property: Any) -> Callable[[str, Keys], None]:
    """Tells the figure in the terminal, whatever the tests' own output is."""

    def tell(what: str, keys: Keys) -> None:
        figure = f"{keys.commands} keys besides {keys.letters} letters and digits"
        record_property(what, figure)
        with capsys.disabled():
            sys.stdout.write(f"\n{what}: {figure}\n")

    return tell


def test_the_shortest_call_by_keyboard(
    open_desk: OpenPage, alena_operator: User, report: Callable[[str, Keys], None]
) -> None:
    """From any page of the desk: two keys open the screen, one chord saves it."""
    page = open_desk(alena_operator, "/desk/queue/")
    keys = Keys(page)
    keys.press("g")
    keys.press("n")
    expect(page.locator("textarea[name=story]")).to_be_focused()
    keys.type(TOLD)
    keys.press("Control+Enter")
    expect(page.locator("#alias")).to_be_visible()
    row = HelpRequest.objects.select_related("client").get()
    assert page.locator("#alias").inner_text() == row.client.alias
    report("shortest call", keys)
    assert keys.commands <= 4


def test_a_call_with_a_number_and_a_ring_back_by_keyboard(
    open_desk: OpenPage, alena_operator: User, report: Callable[[str, Keys], None]
) -> None:
    contact = Contact(channel="phone", address=NUMBER, mark=contact_mark(f"phone:{NUMBER}"))
    known = make_client(office=alena_operator.office, contact=contact)
    make_request(client=known, topic="housing")
    page = open_desk(alena_operator, "/desk/queue/")
    keys = Keys(page)
    keys.press("g")
    keys.press("n")
    expect(page.locator("textarea[name=story]")).to_be_focused()
    keys.type(TOLD)
    keys.reach("contact")
    keys.type(NUMBER)
    keys.reach("contact_channel")
    expect(page.locator("#known")).to_contain_text(known.alias)
    keys.reach("ring_back")
    keys.press("Space")
    keys.reach("look_again_on")
    day = timezone.localdate() + timedelta(days=2)
    keys.type(day.strftime("%m%d%Y"))
    keys.reach("ring_back_part")
    keys.press("ArrowDown", 3)
    keys.press("Control+Enter")
    expect(page.locator("#alias")).to_be_visible()
    row = HelpRequest.objects.latest("received_at")
    assert (row.ring_back, row.look_again_on, row.ring_back_part) == (True, day, "evening")
    report("call with a number and a ring-back", keys)
    assert keys.commands <= 30


def test_the_phone_screen_is_accessible(
    open_desk: OpenPage, alena_operator: User, accessible: Callable[[Page], None]
) -> None:
    for address in ("/desk/calls/new/", "/desk/kiosk/", "/desk/hand-overs/"):
        page = open_desk(alena_operator, address)
        accessible(page)
    page = open_desk(alena_operator, "/desk/calls/new/")
    page.fill("textarea[name=story]", "Пішыце @hanna_minsk")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#traces")).to_be_visible()
    accessible(page)


@pytest.fixture
def code(client: Visitor, alena_operator: User, sign_in: Any) -> str:
    offered = sign_in(client, alena_operator).post("/desk/kiosk/").content.decode()
    found = re.search(r'id="code">([\d ]+)<', offered)
    return found.group(1) if found else ""


def test_without_script_a_device_says_in_time_that_it_will_empty_itself(
    open_page: OpenPage, code: str
) -> None:
    page = open_page("/en/here/", js=False, width=360)
    page.fill("input[name=number]", code)
    page.get_by_role("button", name="Open the device").click()
    page.goto("/en/write/")
    soon, keep = page.locator(".rest-soon"), page.locator("button[name=kiosk_keep]")
    expect(soon).to_have_count(1)
    page.fill("textarea[name=story]", "My long story")
    expect(soon).not_to_be_visible()
    hurried = page.context.new_cdp_session(page)  # styles count the seconds: forty of them in one
    hurried.send("Animation.enable")
    hurried.send("Animation.setPlaybackRate", {"playbackRate": 40})
    expect(soon).to_be_in_viewport()
    expect(page.locator("textarea[name=story]")).to_have_value("My long story")
    keep.click()
    expect(page.locator("textarea[name=story]")).to_have_value("My long story")
    page.wait_for_load_state()
    assert too_small(page) == too_wide(page, 320, 360) == []


def test_a_device_at_rest_empties_itself(open_page: OpenPage, code: str) -> None:
    """With script the page counts from the last key; without, from the last page."""
    page = open_page("/en/here/")
    page.clock.install()
    page.fill("input[name=number]", code)
    page.get_by_role("button", name="Open the device").click()
    page.get_by_role("link", name="Begin").click()
    page.fill("textarea[name=story]", "Мая таямніца")
    page.clock.run_for(100_000)
    page.keyboard.press("ArrowLeft")
    page.clock.run_for(100_000)
    expect(page.locator("textarea[name=story]")).to_have_value("Мая таямніца")
    page.clock.run_for(20_000)
    expect(page.get_by_role("link", name="Begin")).to_be_visible()
    page.go_back()
    expect(page.get_by_text("Мая таямніца")).to_have_count(0)
