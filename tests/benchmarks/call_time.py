"""Seconds from opening the phone screen to the saved call, at a human pace.

Real Chromium, keyboard only: 200 characters a minute for the story, two key strokes a second for the rest.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.test")
django.setup()

from django.utils import timezone  # noqa: E402
from playwright.sync_api import Page, expect  # noqa: E402

from cases.requests.models import HelpRequest  # noqa: E402
from helpdesk.accounts.models import User  # noqa: E402

pytestmark = pytest.mark.django_db(transaction=True)
LETTER, KEY = 60_000 / 200, 500  # milliseconds
STORY = (
    "Просіць дапамагчы з картай побыту: канчаецца праз месяц, працадаўца не дае паперы. "
    "Жыве ў Любліне з двума дзецьмі, малодшая хварэе, працуе толькі муж."
)


class Hands:
    """Presses and types no faster than a person, and counts."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys, self.letters = page, 0, 0

    def press(self, key: str, times: int = 1) -> None:
        for _ in range(times):
            self.page.wait_for_timeout(KEY)
            self.page.keyboard.press(key)
            self.keys += 1

    def type(self, text: str) -> None:
        self.page.keyboard.type(text, delay=LETTER)
        self.letters += len(text)

    def reach(self, name: str) -> None:
        for _ in range(30):
            if self.page.evaluate("document.activeElement && document.activeElement.name") == name:
                return
            self.press("Tab")
        raise AssertionError(name)


def _tell(what: str, hands: Hands, start: float) -> None:
    seconds = round(time.monotonic() - start, 1)
    figure = {"call": what, "seconds": seconds, "letters": hands.letters, "other_keys": hands.keys}
    sys.stdout.write(f"\n{json.dumps(figure)}\n")
    assert seconds < 60


def test_a_short_call(open_desk: Callable[..., Page], alena_operator: User) -> None:
    page = open_desk(alena_operator, "/desk/queue/")
    hands, start = Hands(page), time.monotonic()
    hands.press("g")
    hands.press("n")
    expect(page.locator("textarea[name=story]")).to_be_focused()
    hands.type(STORY)
    hands.press("Control+Enter")
    expect(page.locator("#alias")).to_be_visible()
    assert HelpRequest.objects.count() == 1
    _tell("a story of 150 letters", hands, start)


def test_a_call_with_a_number_and_a_ring_back(open_desk: Callable[..., Page], alena_operator: User) -> None:
    page = open_desk(alena_operator, "/desk/queue/")
    hands, start = Hands(page), time.monotonic()
    hands.press("g")
    hands.press("n")
    expect(page.locator("textarea[name=story]")).to_be_focused()
    hands.type(STORY[: STORY.index(":")] + ", Люблін.")
    hands.reach("contact")
    hands.type("600100200")
    hands.reach("ring_back")
    hands.press("Space")
    hands.reach("look_again_on")
    hands.type((timezone.localdate() + timedelta(days=2)).strftime("%m%d%Y"))
    hands.press("Control+Enter")
    expect(page.locator("#alias")).to_be_visible()
    _tell("a line, a number and a day to ring back", hands, start)


if __name__ == "__main__":
    loud = ["-q", "-s", "-p", "no:cacheprovider", "-W", "ignore::pytest.PytestAssertRewriteWarning"]
    sys.exit(pytest.main([__file__, *loud, "-p", "tests.browser.conftest"]))
