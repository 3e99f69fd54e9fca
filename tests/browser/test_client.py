"""A newcomer with a cheap phone, 360 px wide and script off: her whole way in real Chromium."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cases.answers.actions import Draft, reply
from cases.legal.models import Invitation
from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.models import Office, User
from tests.factories.knowledge import make_article, make_topic
from tests.factories.legal import invite_all, make_case, make_meeting
from tests.journeys.test_client import ANSWER, MORE, STORY

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]


@pytest.fixture
def phone(open_page: OpenPage, office_warsaw: Office) -> Page:
    """A phone at the home page in Belarusian, without script."""
    make_article("pl-pesel", topic=make_topic("documents"))
    return open_page("/be/", js=False, width=360)


def send(page: Page, name: str = "main form") -> None:
    page.locator(name).locator("button[type=submit]").last.click()


def fits(page: Page) -> None:
    """Nothing lies beside the page, and the way out is the first stop, in sight."""
    assert page.locator("html").evaluate("e => e.scrollWidth") <= 360, page.url
    page.keyboard.press("Tab")
    first = page.locator(":focus")
    expect(first).to_have_attribute("href", re.compile("/exit/$"))
    expect(first).to_be_in_viewport()


def write(page: Page) -> str:
    page.get_by_role("link", name=re.compile("Папрасіць|дапамог", re.IGNORECASE)).first.click()
    fits(page)
    page.fill("textarea[name=story]", STORY)
    page.check("input[name=country][value=PL]")
    send(page)
    fits(page)
    page.select_option("select[name=topic]", "documents")
    send(page, "main form:has(select[name=topic])")
    fits(page)
    page.check("input[name=look_again][value=three_days]")
    send(page)
    fits(page)
    digits = "".join(page.locator("#digits span").all_inner_texts())
    assert len(digits) == 20
    page.fill("input[name=last_digits]", digits[-4:])
    send(page)
    expect(page.locator("#digits")).to_have_count(0)
    return digits


def test_the_whole_way_without_script(phone: Page, alena_operator: User, maks_lawyer: User) -> None:
    fits(phone)
    phone.fill("input[name=q]", "песель")
    phone.keyboard.press("Enter")
    phone.get_by_role("link", name="Нумар PESEL").first.click()
    fits(phone)
    phone.goto("/be/")
    digits = write(phone)
    _answer_and_invite(alena_operator, maks_lawyer)
    phone.goto("/be/back/")
    phone.fill("input[name=receipt]", " ".join(digits[start : start + 4] for start in range(0, 20, 4)))
    send(phone, "main form:has(input[name=receipt])")
    fits(phone)
    expect(phone.get_by_text(ANSWER)).to_be_visible()
    expect(phone.get_by_text("Room 5")).to_be_visible()
    phone.fill("textarea[name=body]", MORE)
    send(phone, "main form:has(textarea[name=body])")
    expect(phone.get_by_text(MORE)).to_be_visible()
    phone.locator("button[name=answer][value=yes]").click()
    assert Invitation.objects.get().state == "accepted"
    phone.locator("a[href$='/inbox/end/']").click()
    fits(phone)
    phone.check("input[name=sure]")
    send(phone)
    assert not Client.objects.exists()
    assert phone.title() == "Ганак"


def _answer_and_invite(operator: User, lawyer: User) -> None:
    row = HelpRequest.objects.get()
    once = row.pk
    reply(help_request=row, draft=Draft(words=ANSWER, language="be", once=once), by=operator)
    case = make_case(by=operator, lawyer=lawyer, help_requests=[HelpRequest.objects.get()])
    invite_all(make_meeting(case, by=lawyer), by=lawyer)


def test_the_way_out_forgets_her(phone: Page) -> None:
    write(phone)
    phone.route(
        "**/*", lambda route: route.continue_() if "localhost" in route.request.url else route.abort()
    )
    phone.request.get("/be/exit/", max_redirects=0)
    phone.goto("/be/write/done/")
    assert phone.url.endswith("/be/write/")
    phone.goto("/be/inbox/")
    assert phone.url.endswith("/be/back/")
