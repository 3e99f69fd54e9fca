"""The desk with script on: an operator's keys and swaps, a volunteer's task, no broken content policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cases.legal.models import LegalCase
from cases.requests.models import HelpRequest, Message
from cases.triage.tasks import compute_suggestion
from cases.volunteering.models import Claim, Task
from helpdesk.accounts.models import Office, User
from tests.factories.knowledge import make_article, make_topic
from tests.factories.legal import make_case_type
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_profile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
SAME = "Карта побыту канчаецца праз месяц, працадаўца не падпісвае паперы."


@pytest.fixture
def rows(office_warsaw: Office) -> list[HelpRequest]:
    """Three alike, with what the program says about them."""
    topic = make_topic("documents")
    make_article("pl-pesel", topic=topic)
    make_case_type()
    made = [make_request(office=office_warsaw, story=SAME, topic=topic) for _ in range(3)]
    for row in made:
        compute_suggestion(str(row.pk))
    return made


def test_an_operator_takes_sorts_answers_and_closes(
    open_desk: OpenPage, alena_operator: User, rows: list[HelpRequest]
) -> None:
    page = open_desk(alena_operator, "/desk/queue/")
    row = rows[0]
    page.locator(f"#row-{row.pk}").get_by_role("button", name="Take it").click()
    expect(page.locator(f"#row-{row.pk}")).to_contain_text("Alena")
    page.locator(f"a[href='/desk/requests/{row.pk}/']").first.click()
    expect(page.get_by_text(SAME).first).to_be_visible()
    page.locator("#triage input[name=urgency][value=high]").check()
    page.locator("#triage").get_by_role("button", name="Save").click()
    expect(page.locator("#triage [data-announce]")).to_have_count(1)
    assert HelpRequest.objects.get(pk=row.pk).urgency == "high"
    page.fill("#reply textarea[name=words]", "Вось што рабіць.")
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Вось што рабіць.").first).to_be_visible()
    assert Message.objects.count() == 1
    page.select_option("select[name=outcome]", "answered")
    page.get_by_role("button", name="Close the request").click()
    expect(page.get_by_role("button", name="Open it again")).to_be_visible()
    assert HelpRequest.objects.get(pk=row.pk).status == "closed"


def test_three_ticks_and_one_click_make_a_case(
    open_desk: OpenPage, alena_operator: User, maks_lawyer: User, rows: list[HelpRequest]
) -> None:
    page = open_desk(alena_operator, "/desk/queue/")
    for row in rows:
        page.locator(f"input[name=selected][value='{row.pk}']").check()
    page.get_by_role("button", name="One legal case from these").click()
    page.select_option("select[name=case_type]", index=1)
    page.select_option("select[name=lawyer]", str(maks_lawyer.pk))
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url("**/desk/cases/*/")
    assert LegalCase.objects.get().memberships.count() == 3


def test_the_keys_open_the_first_request_and_the_help(
    open_desk: OpenPage, alena_operator: User, rows: list[HelpRequest]
) -> None:
    page = open_desk(alena_operator, "/desk/queue/")
    page.keyboard.press("?")
    expect(page.locator("dialog[open]").first).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/desk/requests/*/")


def test_a_call_and_a_task(open_desk: OpenPage, alena_operator: User, rows: list[HelpRequest]) -> None:
    page = open_desk(alena_operator, "/desk/calls/new/")
    page.fill("textarea[name=story]", "Тэлефанавала жанчына з Беластока.")
    page.locator("main form:has(textarea[name=story]) button[type=submit]").last.click()
    alias = HelpRequest.objects.latest("received_at").client.alias
    expect(page.get_by_text(alias).first).to_be_visible()
    page.goto(f"/desk/requests/{rows[1].pk}/task/")
    page.fill("textarea[name=brief]", "Схадзіць разам ва ўрад.")
    page.locator("main form:has(textarea[name=brief]) button[type=submit]").last.click()
    page.wait_for_url("**/desk/tasks/*/")
    assert Task.objects.get().help_request_id == rows[1].pk


def test_a_volunteer_claims_reads_and_reports(
    open_desk: OpenPage, vika_volunteer: User, alena_operator: User
) -> None:
    make_profile(vika_volunteer, tier=1)
    task = make_open_task(by=alena_operator, brief="Зайдзіце а дзявятай.")
    page = open_desk(vika_volunteer, "/desk/board/")
    page.locator(f"a[href='/desk/tasks/{task.pk}/']").click()
    expect(page.get_by_text("Зайдзіце а дзявятай.")).to_have_count(0)
    page.get_by_role("button", name="I can do this").click()
    desk = open_desk(alena_operator, f"/desk/tasks/{task.pk}/")
    desk.get_by_role("button", name="Approve").click()
    desk.wait_for_url("**/desk/board/")
    page.goto(f"/desk/tasks/{task.pk}/")
    expect(page.get_by_text("Зайдзіце а дзявятай.")).to_be_visible()
    page.locator("input[name=result][value=done]").check()
    page.fill("input[name=hours]", "2")
    page.locator("form[action$='/finish/'] button[type=submit]").click()
    page.wait_for_url("**/desk/me/")
    assert Claim.objects.get().state == "done"
