"""The second page on a phone: short at first, open without script, and never shut over an answer."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from helpdesk.accounts.models import Office
from tests.browser.checks import too_small, too_wide
from tests.factories.knowledge import make_topic

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
MOST_PIXELS = 3_800
SEND = "main form:has(select[name=topic])"


@pytest.fixture
def page(open_page: OpenPage, office_warsaw: Office) -> Page:
    make_topic("legalization")
    page = open_page("/be/write/", js=False, width=360)
    page.fill("textarea[name=story]", "Мая карта побыту канчаецца.")
    page.check("input[name=country][value=PL]")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/write/next/")
    page.select_option("select[name=topic]", "legalization")
    page.locator(f"{SEND} button[type=submit]").last.click()
    page.goto("/be/write/next/")
    return page


def height(page: Page) -> int:
    return int(page.locator("html").evaluate("e => e.scrollHeight"))


def test_the_second_page_is_short_until_she_wants_more(page: Page) -> None:
    folds = page.locator("details.fold")
    expect(folds).to_have_count(2)
    shut = height(page)
    assert too_small(page) == too_wide(page, 320, 360) == []
    for fold in folds.all():
        expect(fold.locator("input, select").first).not_to_be_visible()
        fold.locator("summary").click()
        expect(fold.locator("input, select").first).to_be_visible()
    sys.stdout.write(f"\nsecond page at 360 px: {shut} px, all open {height(page)} px\n")
    assert shut < MOST_PIXELS


def test_what_she_answered_or_got_wrong_is_never_shut_away(page: Page) -> None:
    for summary in page.locator("details.fold > summary").all():
        summary.click()
    page.select_option("select[name=adults]", "2")
    page.fill("input[name=deadline_on]", "1027-02-01")
    page.locator(f"{SEND} button[type=submit]").last.click()
    expect(page.locator("details.fold[open]")).to_have_count(2)
    expect(page.locator("input[name=deadline_on]")).to_be_visible()
    page.fill("input[name=deadline_on]", "")
    page.locator(f"{SEND} button[type=submit]").last.click()
    page.wait_for_url("**/write/last/")
    page.goto("/be/write/next/")
    expect(page.locator("select[name=adults]")).to_be_visible()
    expect(page.locator("select[name=adults]")).to_have_value("2")
    expect(page.locator("input[name=deadline_on]")).not_to_be_visible()
