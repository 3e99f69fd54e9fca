"""Public pages promise nothing that the rota does not keep, and give numbers that answer at night."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from cases.duty.actions import set_hours
from cases.duty.queries import night_lines
from helpdesk.accounts.models import Office, User
from knowledge.directory.models import Service
from tests.factories.directory import make_service
from tests.factories.duty import make_shift
from tests.factories.web import answer_questions, send, tell, unlock

pytestmark = pytest.mark.django_db
ON_DUTY, NOBODY = "A person is on duty at our desk now", "Nobody at our desk reads this at the moment."


def at_night(slug: str, phone: str, **fields: object) -> None:
    make_service(slug)
    Service.objects.filter(slug=slug).update(
        phone=phone, day_and_night=True, contact_verified=True, status="active", **fields
    )


def pages_in_danger() -> tuple[str, str, str]:
    """The second page, the receipt and the inbox of somebody in danger."""
    browser = Browser()
    tell(browser, "en", danger="yes")
    helps = browser.get("/en/write/next/").content.decode()
    answer_questions(browser, "en")
    send(browser, "en")
    receipt = browser.get("/en/write/done/").content.decode()
    digits = "".join(sign for sign in receipt.split('id="digits">')[1].split("</p>")[0] if sign.isdigit())
    browser.post("/en/write/done/", {"last_digits": digits[-4:]})
    unlock(browser, digits, "en")
    return helps, receipt, browser.get("/en/inbox/").content.decode()


def test_with_nobody_on_duty_no_page_promises_anything(office_warsaw: Office) -> None:
    at_night("blue-line", "800 120 002", country="PL")
    cache.clear()
    for page in pages_in_danger():
        assert NOBODY in page
        assert ON_DUTY not in page
        assert 'href="tel:112"' in page
        assert 'href="tel:800120002"' in page


def test_with_somebody_on_duty_the_pages_say_so(office_warsaw: Office, alena_operator: User) -> None:
    make_shift(alena_operator)
    for page in pages_in_danger():
        assert ON_DUTY in page
        assert NOBODY not in page


def test_numbers_at_night_are_marked_confirmed_and_of_her_country(office_warsaw: Office) -> None:
    at_night("blue-line", "800 120 002", country="PL")
    at_night("women-line", "8 800 66366", country="LT")
    at_night("unconfirmed", "1", country="PL")
    Service.objects.filter(slug="unconfirmed").update(contact_verified=False)
    make_service("by-day")
    with override("be"):
        assert [line.dial for line in night_lines("PL")] == ["112", "800120002"]
        assert [line.dial for line in night_lines("LT")] == ["112", "880066366"]
    Service.objects.all().delete()
    cache.clear()
    with override("be"):
        assert "800120002" in [line.dial for line in night_lines("PL")], (
            "without a directory the usual numbers"
        )


def test_home_says_when_people_answer(office_warsaw: Office, hanna_coordinator: User) -> None:
    days = ["09:00-17:00"] * 5 + ["", ""]
    set_hours(office=office_warsaw, days=days, phone="+48 22 000 00 00", by=hanna_coordinator)
    page = Browser().get("/en/").content.decode()
    assert "Monday – Friday 09:00–17:00" in page
    assert 'href="tel:+48220000000"' in page


def test_danger_costs_one_query_more_than_any_other_request(office_warsaw: Office) -> None:
    counts = []
    for danger in ("no", "no", "yes"):
        browser = Browser()
        tell(browser, "en", danger=danger)
        answer_questions(browser, "en")
        with CaptureQueriesContext(connection) as queries:
            send(browser, "en")
        counts.append(len(queries))
    assert counts[2] - counts[1] == 1, counts
