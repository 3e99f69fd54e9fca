"""A newcomer's whole way by keyboard alone: each stop has a name, can be seen, and lies under nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cases.legal.models import Invitation
from cases.requests.models import Client, HelpRequest, Message
from helpdesk.accounts.models import User
from tests.browser import walk
from tests.factories.inboxes import full_inbox
from tests.factories.knowledge import make_article, make_topic
from tests.factories.requests import Holder

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
MOST_STOPS = 60
HERE = "css => document.activeElement.matches(css)"
# The marked stop must be the topmost thing at its own middle; the bar with the way out stays above the page.
SEEN = """() => {
  const stop = document.activeElement, box = (stop.labels?.[0] ?? stop).getBoundingClientRect();
  const line = (stop.labels?.[0] ?? stop).getClientRects()[0];
  const top = document.elementFromPoint(line.left + line.width / 2, line.top + Math.min(line.height / 2, 40));
  const outline = getComputedStyle(stop);
  return box.height > 0 && outline.outlineStyle !== 'none' && parseFloat(outline.outlineWidth) >= 2
    && !!top && (stop.contains(top) || top.contains(stop) || !!top.closest('label'));
}"""


class Hands:
    """Only keys; the pointer never moves."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops = 0
        self.wrong: list[str] = []

    def reach(self, css: str) -> None:
        """Tab until the focus is there; every stop on the way is looked at."""
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            self.stops += 1
            self._look()
            if self.page.evaluate(HERE, css):
                return
        raise AssertionError(f"{css} cannot be reached by keyboard on {self.page.url}")

    def press(self, css: str, key: str) -> None:
        self.reach(css)
        self.page.keyboard.press(key)

    def go(self, css: str) -> None:
        """Reach a link or a button and press Enter: another page comes."""
        self.reach(css)
        self.enter()

    def enter(self) -> None:
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, css: str, words: str) -> None:
        self.reach(css)
        self.page.keyboard.insert_text(words)

    def _look(self) -> None:
        stop = self.page.locator(":focus")
        if not stop.count():
            return  # past the last stop of the page; the next one is the first again
        said = stop.aria_snapshot()
        if not re.search(r'"[^"]+"|: \S', said):
            self.wrong.append(f"no name: {said} on {self.page.url}")
        if not self.page.evaluate(SEEN):
            self.wrong.append(f"cannot be seen: {said} on {self.page.url}")


@pytest.fixture
def hands(open_page: OpenPage, alena_operator: User) -> Hands:
    make_article("pl-pesel", topic=make_topic("legalization"))
    return Hands(open_page(width=360))


@pytest.fixture
def holder(alena_operator: User, maks_lawyer: User) -> Holder:
    return full_inbox(alena=alena_operator, maks=maks_lawyer)


def test_from_the_first_page_to_the_receipt(hands: Hands) -> None:
    page = hands.page
    page.goto("/be/")
    hands.go("main a[href$='/write/']")
    hands.go("main form button[type=submit]")
    expect(page.locator("#error-summary")).to_be_visible()
    hands.press("#error-summary a", "Enter")  # a mistake leads to its field
    assert page.evaluate(HERE, "textarea[name=story]")
    page.keyboard.insert_text(walk.STORY)
    hands.press("input[name=country]", "Space")
    hands.go("main form button[type=submit]")
    hands.go("main form:has([name=topic]) button.button--primary")
    assert "/write/last/" in page.url
    hands.press("input[name=look_again]", "Space")
    hands.go("main form button[type=submit]")
    digits = walk.digits_on(page)
    hands.write("input[name=last_digits]", digits[-4:])
    hands.enter()
    assert walk.digits_on(page) == ""
    assert HelpRequest.objects.count() == 1
    _come_back(hands, digits)
    hands.write("textarea[name=body]", "Дзякуй, я чакаю.")
    hands.go("main form button[type=submit]")
    expect(page.get_by_text("Дзякуй, я чакаю.")).to_be_visible()
    assert Message.objects.filter(from_client=True).count() == 1
    assert hands.wrong == []


def test_to_a_meeting_and_out_for_good(hands: Hands, holder: Holder) -> None:
    page = hands.page
    _come_back(hands, holder.digits)
    hands.press("select[name=seats]", "ArrowDown")
    hands.go("button[name=answer][value=yes]")
    expect(page.locator("main > .alert--ok")).to_be_visible()
    assert Invitation.objects.get().seats == 2
    hands.go("a[href$='/inbox/people/']")
    hands.write("input[name=name]", "Ганна")
    hands.enter()
    hands.go("main a.alone")
    hands.go("a[href$='/inbox/end/']")
    hands.press("input[name=sure]", "Space")
    hands.go("main form button[type=submit]")
    assert not Client.objects.exists()
    hands.reach("a[href$='/exit/']")
    assert hands.wrong == []


def _come_back(hands: Hands, digits: str) -> None:
    hands.page.goto("/be/")
    hands.go(".site-footer a[href$='/back/']")
    hands.write("input[name=receipt]", digits)
    hands.enter()
    assert hands.page.url.endswith("/be/inbox/")
