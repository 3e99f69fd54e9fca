"""The browser itself: what the other browser tests stand on."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect


def test_a_page_opens_with_and_without_script(open_page: Callable[..., Page]) -> None:
    for js in (True, False):
        page = open_page("/be/offline/", js=js, width=360)
        expect(page.locator("html")).to_have_attribute("lang", "be")


def test_axe_reads_a_page(open_page: Callable[..., Page], accessible: Callable[[Page], None]) -> None:
    accessible(open_page("/be/offline/"))
