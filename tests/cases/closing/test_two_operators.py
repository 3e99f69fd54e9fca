"""Two operators at one request: the second sees what happened since her page, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.requests.actions import add_client_message
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status, Urgency
from cases.triage.actions import Decision, assign, decide
from cases.triage.tasks import compute_suggestion
from cases.waiting.actions import pause_topic
from cases.waiting.rules import Reason
from helpdesk.accounts.models import User
from tests.factories.legal import make_case, make_case_type
from tests.factories.pages import Page
from tests.factories.requests import Holder, make_holder, make_request, make_topic

pytestmark = pytest.mark.django_db
QUEUE = "/desk/queue/"
STATE = ("status", "assigned_to_id", "topic_id", "urgency", "outcome", "deadline_on")
Press = Callable[[Page, HelpRequest], tuple[str, dict[str, list[str]]]]


def on(key: str) -> Press:
    return lambda page, _one: page.press(data_key=key)


def ticked(key: str) -> Press:
    """A button of the bar below the queue, for this one row."""

    def press(page: Page, one: HelpRequest) -> tuple[str, dict[str, list[str]]]:
        url, data = page.press(data_key=key)
        return url, {**data, "selected": [str(one.pk)]}

    return press


def in_row(page: Page, one: HelpRequest) -> tuple[str, dict[str, list[str]]]:
    return page.press(data_row_key="a", formaction=f"/{one.pk}/")


# where she presses, and what
DECISIONS: dict[str, tuple[str, Press]] = {
    "take": ("file", on("a")),
    "agree": ("file", on("y")),
    "spam": ("file", on("s")),
    "wait": ("file", on("w")),
    "case": ("file", on("c")),
    "twin": ("file", on("d")),
    "take in the queue": ("queue", in_row),
    "spam in the queue": ("queue", ticked("s")),
    "wait in the queue": ("queue", ticked("w")),
    "case in the queue": ("queue", ticked("c")),
    "answer in the queue": ("queue", ticked("m")),
}


@pytest.fixture
def holder(office_warsaw: Any) -> Holder:
    return make_holder(office=office_warsaw)


@pytest.fixture
def one(holder: Holder, hanna_coordinator: User) -> HelpRequest:
    topic = make_topic("housing")
    make_topic("health")
    make_request(client=holder.client, topic=topic)  # the twin's other
    found = make_request(client=holder.client, topic=topic, story="Скончылася карта побыту, што рабіць?")
    compute_suggestion(str(found.pk))
    pause_topic(
        topic=topic, country="PL", reason=Reason.NO_PEOPLE, until_on=timezone.localdate(), words={},
        by=hanna_coordinator,
    )  # fmt: skip
    return found


@pytest.fixture
def desk(client: Client, sign_in: Any, alena_operator: User) -> Client:
    cache.clear()
    return sign_in(client, alena_operator)


def page_of(desk: Client, url: str) -> Page:
    return Page(desk.get(url).content.decode(), url)


def stands(one: HelpRequest) -> dict[str, Any]:
    return HelpRequest.objects.filter(pk=one.pk).values(*STATE).get()


def shown_after(desk: Client, press: tuple[str, dict[str, list[str]]]) -> str:
    return desk.post(*press, follow=True).content.decode()


@pytest.mark.parametrize("decision", sorted(DECISIONS))
def test_whoever_decides_on_an_older_page_is_told_and_takes_nothing_away(
    desk: Client, one: HelpRequest, maks_lawyer: User, hanna_coordinator: User, decision: str
) -> None:
    where, press = DECISIONS[decision]
    url = QUEUE if where == "queue" else reverse("casefile:open", args=[one.pk])
    older = press(page_of(desk, url), one)
    assign(help_request=one, to=maks_lawyer, by=hanna_coordinator)
    decide(
        help_request=one, by=hanna_coordinator,
        decision=Decision(topic=make_topic("health"), urgency=Urgency.HIGH),
    )  # fmt: skip
    stood = stands(one)
    html = shown_after(desk, older)
    assert stands(one) == stood
    assert f"{one.code} has changed meanwhile: Sorted: topic, urgency or flags ({hanna_coordinator})" in html
    assert "Nothing was decided" in html


def test_new_words_of_the_person_are_not_closed_as_spam(
    desk: Client, one: HelpRequest, holder: Holder
) -> None:
    older = on("s")(page_of(desk, reverse("casefile:open", args=[one.pk])), one)
    add_client_message(help_request=one, body="Мяне б'юць", language="be", by=holder.actor, opener=holder.key)
    html = shown_after(desk, older)
    assert HelpRequest.objects.get(pk=one.pk).is_open
    assert "The person wrote" in html
    assert not shown_after(desk, on("s")(Page(html), one)).count("has changed meanwhile")
    assert not HelpRequest.objects.get(pk=one.pk).is_open


def test_a_row_taken_meanwhile_shows_the_colleague_and_what_happened(
    desk: Client, one: HelpRequest, maks_lawyer: User, hanna_coordinator: User
) -> None:
    url, data = in_row(page_of(desk, QUEUE), one)
    assign(help_request=one, to=maks_lawyer, by=hanna_coordinator)
    html = desk.post(url, data, headers={"HX-Request": "true"}).content.decode()
    assert f"Somebody took it ({hanna_coordinator})" in html
    assert f'<tr id="row-{one.pk}"' in html
    assert "Take it" not in html


def test_after_her_own_decision_on_the_page_the_other_buttons_still_work(
    desk: Client, one: HelpRequest
) -> None:
    page = page_of(desk, reverse("casefile:open", args=[one.pk]))
    swapped = desk.post(*page.press(data_key="y"), headers={"HX-Request": "true"}).content.decode()
    version = HelpRequest.objects.get(pk=one.pk).version
    for name, value in (("act", version), ("close", version), ("similar", f"{one.pk}:{version}")):
        assert f'value="{value}" id="{name}-seen" hx-swap-oob="true"' in swapped


def test_what_was_chosen_stays_and_saving_again_works_when_somebody_sorted_meanwhile(
    desk: Client, one: HelpRequest, maks_lawyer: User, hanna_coordinator: User
) -> None:
    url = reverse("triage:decide", args=[one.pk])
    decide(help_request=one, decision=Decision(urgency=Urgency.HIGH), by=hanna_coordinator)
    first = desk.post(url, {"topic": "health", "urgency": "low", "seen": "0"}, headers={"HX-Request": "true"})
    assert "has changed meanwhile" in first.content.decode()
    again = Page(first.content.decode(), url)
    form = next(form for form in again.forms.values() if form.action == url)
    desk.post(url, dict(form.fields))
    assert HelpRequest.objects.get(pk=one.pk).urgency == Urgency.LOW.value


FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "task": (
        "volunteering:new_task",
        {"kind": "errand", "languages": ["be"], "country": "PL", "city": "Warszawa", "tier": "1",
         "part_of_day": "any", "hours": "1", "brief": "Buy bread", "exact_place": ""},
    ),
    "refer": ("referrals:refer", {"summary": "She needs a bed"}),
}  # fmt: skip


@pytest.mark.parametrize("form", sorted(FORMS))
def test_a_long_form_says_what_happened_while_it_was_filled_in_and_keeps_the_words(
    desk: Client, one: HelpRequest, maks_lawyer: User, hanna_coordinator: User, form: str
) -> None:
    name, typed = FORMS[form]
    url = reverse(name, args=[one.pk])
    sent = [dict(found.fields) for found in page_of(desk, url).forms.values()]
    (seen,) = [fields["seen"] for fields in sent if "seen" in fields]
    assign(help_request=one, to=maks_lawyer, by=hanna_coordinator)
    answer = desk.post(url, {**typed, "seen": seen})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f"Somebody took it ({hanna_coordinator})" in html
    assert (typed.get("brief") or typed["summary"]) in html
    assert f'name="seen" value="{HelpRequest.objects.get(pk=one.pk).version}"' in html


def test_a_case_made_on_an_older_second_page_keeps_the_title_and_says_what_happened(
    desk: Client, one: HelpRequest, maks_lawyer: User, hanna_coordinator: User
) -> None:
    kind = make_case_type()
    first = desk.post(reverse("legal:new"), {"selected": str(one.pk)})
    url, data = Page(first.content.decode()).press(type="submit", data_send="")
    assign(help_request=one, to=maks_lawyer, by=hanna_coordinator)
    answer = desk.post(url, {**data, "case_type": str(kind.pk), "title": "Nine nurses"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert f"Somebody took it ({hanna_coordinator})" in html
    assert "Nine nurses" in html
    url, data = Page(html).press(type="submit", data_send="")
    assert desk.post(url, {**data, "case_type": str(kind.pk)}).status_code == 302


def test_a_request_goes_into_no_case_on_an_older_page(
    desk: Client, one: HelpRequest, alena_operator: User, maks_lawyer: User, hanna_coordinator: User
) -> None:
    case = make_case(by=alena_operator)
    assign(help_request=one, to=maks_lawyer, by=hanna_coordinator)
    html = shown_after(desk, (reverse("legal:add", args=[case.pk]), {"code": [one.code], "seen": ["0"]}))
    assert f"Somebody took it ({hanna_coordinator})" in html
    assert HelpRequest.objects.get(pk=one.pk).status != Status.IN_CASE.value
