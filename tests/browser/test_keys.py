"""The five commonest decisions by keyboard alone, counted from the queue; typed words are counted apart."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from cases.legal.models import LegalCase
from cases.referrals.models import Referral
from cases.requests.models import HelpRequest, Message
from cases.triage.models import Suggestion
from cases.triage.tasks import compute_suggestion
from cases.volunteering.models import Task
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from tests.factories.knowledge import make_article, make_topic
from tests.factories.legal import make_case_type
from tests.factories.referrals import make_partner
from tests.factories.requests import make_request

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
SAME = "Карта побыту канчаецца праз месяц, працадаўца не падпісвае паперы."
MOST = {"answer": 5, "group": 7, "task": 5, "refer": 6, "close": 4}


class Keys:
    """Presses one key after the other and counts them."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, *names: str) -> None:
        for name in names:
            self.page.keyboard.press(name)
            self.count += 1


@pytest.fixture
def rows(office_warsaw: Office) -> list[HelpRequest]:
    topic = make_topic("documents")
    article = make_article("pl-pesel", topic=topic)
    make_case_type()
    make_partner(topic)
    made = [make_request(office=office_warsaw, story=SAME, topic=topic) for _ in range(3)]
    for row in made:
        compute_suggestion(str(row.pk))
        with writing():
            Suggestion.objects.get(pk=row.pk).articles.set([article])
    return made


@pytest.fixture
def keys(open_desk: OpenPage, alena_operator: User, rows: list[HelpRequest]) -> Keys:
    page = open_desk(alena_operator, "/desk/queue/")
    expect(page.locator("[data-row]").first).to_be_visible()
    return Keys(page)


def note(what: str, keys: Keys) -> None:
    sys.stdout.write(f"{what}: {keys.count} key strokes\n")
    assert keys.count <= MOST[what], (what, keys.count)


def test_take_it_and_answer_with_an_article(keys: Keys) -> None:
    keys.press("j", "a")
    expect(keys.page.locator("[data-row].is-here, [data-row]").first).to_contain_text("Alena")
    keys.press("o")
    keys.page.wait_for_url("**/desk/requests/*/")
    expect(keys.page.locator("#reply input[type=radio][data-key='1']")).to_be_visible()
    keys.press("1", "Control+Enter")
    expect(keys.page.locator(".message--ours")).to_have_count(1)
    assert Message.objects.get().revision is not None
    note("answer", keys)


def test_two_into_a_new_group(keys: Keys) -> None:
    keys.press("j", "x", "j", "x", "c")
    select = keys.page.locator("select[name=case_type]")
    expect(select).to_be_focused()
    keys.press("ArrowDown", "Control+Enter")
    keys.page.wait_for_url(re.compile(r"/desk/cases/[0-9a-f-]{36}/"))
    assert LegalCase.objects.get().memberships.count() == 2
    note("group", keys)


def test_a_task_from_a_template(keys: Keys) -> None:
    keys.press("j", "t")
    keys.page.wait_for_url("**/task/")
    keys.press("1")
    keys.page.wait_for_url("**/task/?template=office")
    keys.press("n")
    keys.page.keyboard.type("Схадзіць разам.")
    keys.press("Control+Enter")
    keys.page.wait_for_url("**/desk/tasks/*/")
    task = Task.objects.get()
    assert (task.kind, task.hours, task.tier, sorted(task.languages)) == ("accompany", 3, 1, ["be", "pl"])
    note("task", keys)


def test_to_a_partner(keys: Keys) -> None:
    keys.press("j", "f")
    expect(keys.page.locator("select[name=partner]")).to_be_focused()
    keys.press("ArrowDown", "Tab", "ArrowDown")
    keys.press("Control+Enter")
    keys.page.wait_for_url("**/desk/referrals/*/")
    assert Referral.objects.count() == 1
    note("refer", keys)


def test_close_it(keys: Keys) -> None:
    keys.press("j", "e")
    expect(keys.page.locator("select[name=outcome]")).to_be_focused()
    keys.press("ArrowDown", "Control+Enter")
    expect(keys.page.get_by_role("button", name="Open it again")).to_be_visible()
    assert HelpRequest.objects.get(status="closed").outcome == "solved"
    keys.press("u")
    expect(keys.page.get_by_role("button", name="Close the request")).to_be_visible()
    keys.count -= 1  # the undo is not a part of the decision
    note("close", keys)


def test_one_letter_in_a_row_is_enough_for_spam_and_undo(keys: Keys) -> None:
    keys.press("j", "s")
    expect(keys.page.get_by_text("1 request is closed as spam.")).to_be_visible()
    assert HelpRequest.objects.filter(outcome="spam").count() == 1
    keys.press("u")
    expect(keys.page.get_by_text("Everything is as it was before.")).to_be_visible()
    assert not HelpRequest.objects.filter(status="closed").exists()


def test_the_help_names_every_key(keys: Keys) -> None:
    keys.press("?")
    said = keys.page.locator("#keys-list kbd").all_inner_texts()
    assert {"j", "k", "o", "x", "a", "r", "t", "f", "c", "e", "u", "s"} <= set(said)
