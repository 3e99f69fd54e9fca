"""Joining without script on a telephone, and its pages of the desk: fit, large targets, nothing for axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.joining.models import Application
from helpdesk.accounts.models import Office, User
from tests.browser import checks
from tests.factories.joining import make_application
from tests.factories.volunteering import make_open_task, make_profile, make_volunteer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Accessible = Callable[[Page], None]
MOST_BYTES = 30_000


def test_somebody_applies_on_a_telephone_without_script(open_page: OpenPage, office_warsaw: Office) -> None:
    page = open_page("/be/volunteer/", width=360, js=False)
    assert len(page.content().encode()) < MOST_BYTES
    page.fill("[name=name]", "Алеся")
    page.check("[name=country][value=PL]")
    page.select_option("[name=spoken_be]", "native")
    page.fill("[name=weekly_hours]", "400")
    page.fill("[name=email]", "alesia@applicant.example")
    page.click("main button[type=submit]")
    expect(page.locator(".field--wrong [name=weekly_hours]")).to_have_value("400")
    assert Application.objects.count() == 0
    page.fill("[name=weekly_hours]", "3")
    page.click("main button[type=submit]")
    expect(page.locator("h1")).to_have_text("Дзякуй. Ваша анкета ў нас")
    assert Application.objects.get().weekly_hours == 3


@pytest.mark.parametrize(("language", "dark"), [("be", False), ("lt", True)])
def test_the_public_pages_fit_and_can_be_used_by_everybody(
    open_page: OpenPage, accessible: Accessible, office_warsaw: Office, language: str, dark: bool
) -> None:
    for address in (f"/{language}/volunteer/", f"/{language}/volunteer/thanks/"):
        page = open_page(address, width=360, dark=dark)
        assert checks.at_widths(page, 360, 1280, targets=True) == []
        assert checks.way_out_first(page) == []
        accessible(page)


def test_the_pages_of_the_desk_can_be_used_by_everybody(
    open_desk: OpenPage,
    accessible: Accessible,
    office_warsaw: Office,
    alena_operator: User,
    hanna_coordinator: User,
    vika_volunteer: User,
) -> None:
    row = make_application(office_warsaw)
    make_profile(vika_volunteer, terms_version=0)
    make_volunteer(office=office_warsaw)
    make_open_task(by=alena_operator)
    page = open_desk(hanna_coordinator, reverse("joining:applications"), dark=True)
    accessible(page)
    for name, args in (
        ("joining:application", [row.pk]),
        ("joining:people", []),
        ("joining:person", [vika_volunteer.pk]),
        ("joining:coverage", []),
        ("joining:import", []),
    ):
        page.goto(reverse(name, args=args))
        accessible(page)
    own = open_desk(vika_volunteer, reverse("joining:terms"), width=360)
    accessible(own)
    own.goto(reverse("joining:leave"))
    accessible(own)
