"""A letter that nobody has confirmed is not silent: told, reminded of, and listed where the lawyer looks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.alarms.queries.monday import monday
from cases.legal.actions import (
    add_deadline,
    close_member,
    confirm_deadline,
    finish_deadline,
    name_deputy,
    remind_of_deadlines,
)
from cases.legal.models import Deadline, LegalCase
from cases.legal.models.choices import ACT_WORDS
from cases.legal.queries import case_lines, cases_for, days_of
from cases.legal.rules import asked_stage
from cases.legal.workflow import CaseStatus
from cases.requests.models import HelpRequest
from cases.requests.workflow import SEALED_OFF, Outcome
from cases.workload.queries.mine import my_load
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.legal import make_case, members_of
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alena_operator: User, maks_lawyer: User) -> LegalCase:
    return make_case(by=alena_operator, lawyer=maks_lawyer)


@pytest.fixture
def other_lawyer(alena_operator: User) -> User:
    return UserFactory.create(roles=[Role.LAWYER], office=alena_operator.office)


def noted(case: LegalCase, by: User, kind: str = "pl_refusal", *, left: int | None = None) -> Deadline:
    """A letter of today; `left` moves its counted day."""
    today = timezone.localdate()
    deadline = add_deadline(membership=members_of(case)[0], kind=kind, document_on=today, by=by)
    if left is not None:
        with writing():
            Deadline.objects.filter(pk=deadline.pk).update(counted_to=today + timedelta(days=left))
    return deadline


def told() -> set[str]:
    found = {str(row.user) for row in OutgoingMessage.objects.exclude(user=None)}
    with writing():
        OutgoingMessage.objects.all().delete()
    return found


def test_the_lawyer_hears_when_somebody_else_notes_a_letter(
    case: LegalCase, alena_operator: User, maks_lawyer: User, other_lawyer: User
) -> None:
    noted(case, alena_operator)
    assert told() == {str(maks_lawyer)}
    noted(case, maks_lawyer, "other")
    assert told() == set(), "what she notes herself is no news"
    name_deputy(legal_case=case, deputy=other_lawyer, away_until=timezone.localdate(), by=maks_lawyer)
    told()
    noted(case, alena_operator, "pl_court")
    assert told() == {str(maks_lawyer), str(other_lawyer)}


def test_a_letter_in_a_case_of_nobody_reaches_the_desk(alena_operator: User, hanna_coordinator: User) -> None:
    noted(make_case(by=alena_operator), alena_operator)
    assert told() == {str(hanna_coordinator)}


def test_a_day_that_nobody_confirms_is_reminded_of_like_any_other(
    case: LegalCase, alena_operator: User, maks_lawyer: User
) -> None:
    deadline, today = noted(case, maks_lawyer, left=20), timezone.localdate()
    assert remind_of_deadlines() == 0
    for left, hear in ((14, {maks_lawyer}), (3, {maks_lawyer}), (1, {maks_lawyer, alena_operator})):
        with writing():
            Deadline.objects.filter(pk=deadline.pk).update(counted_to=today + timedelta(days=left))
        assert (remind_of_deadlines(), remind_of_deadlines()) == (1, 0)
        assert told() == {str(user) for user in hear}, "the desk hears before the day, not after it"
    confirm_deadline(deadline=deadline, due_on=today + timedelta(days=20), by=maks_lawyer)
    assert remind_of_deadlines() == 0, "what counts now is the confirmed day"


def test_an_unknown_day_is_asked_about_from_the_day_it_was_noted(
    case: LegalCase, alena_operator: User, maks_lawyer: User
) -> None:
    noted(case, maks_lawyer, "pl_court")
    assert remind_of_deadlines() == 0
    for days, hear in ((1, {maks_lawyer}), (7, {maks_lawyer}), (10, {maks_lawyer, alena_operator})):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            assert (remind_of_deadlines(), remind_of_deadlines()) == (1, 0)
            assert told() == {str(user) for user in hear}


def test_the_stages_of_an_unknown_day() -> None:
    noted_on = date(2026, 11, 1)
    days = (0, 1, 2, 3, 7, 10, 13, 14, 90)
    found = [asked_stage(noted_on, noted_on + timedelta(days=waited)) for waited in days]
    assert found == [None, 14, 14, 7, 3, 1, 1, 0, 0]


def test_nobody_hears_of_a_letter_of_somebody_who_left(case: LegalCase, maks_lawyer: User) -> None:
    deadline = noted(case, maks_lawyer, left=3)
    close_member(membership=deadline.membership, outcome=Outcome.SOLVED, by=maks_lawyer)
    assert remind_of_deadlines() == 0
    assert not any(one.note for one in my_load(maks_lawyer).ahead)
    assert not next(iter(case_lines(list(cases_for(maks_lawyer, CaseStatus.OPEN)), by=maks_lawyer))).waiting


def test_it_stands_on_my_load_on_the_list_of_cases_and_on_monday_but_not_in_her_inbox(
    client: Client, sign_in: SignIn, case: LegalCase, maks_lawyer: User, hanna_coordinator: User
) -> None:
    today = timezone.localdate()
    counted = noted(case, maks_lawyer, left=0)
    noted(case, maks_lawyer, "pl_court")
    ahead = {(one.on, one.what, bool(one.note)) for one in my_load(maks_lawyer).ahead}
    assert {(today, ACT_WORDS[kind], True) for kind in ("pl_refusal", "pl_court")} <= ahead
    signed = sign_in(client, maks_lawyer)
    page = signed.get(reverse("workload:mine")).content.decode()
    assert page.count("to be confirmed") == 2
    assert page.count("day unknown") == 1
    assert "2 days to be confirmed" in signed.get(reverse("legal:list")).content.decode()
    opened = signed.get(reverse("legal:open", args=[case.pk])).content.decode()
    assert "day unknown, to be confirmed" in opened
    lines = monday(hanna_coordinator).due.deadlines
    assert [(one.due_on, one.is_confirmed) for one in lines] == [(None, False), (today, False)]
    assert "day unknown" in sign_in(client, hanna_coordinator).get(reverse("alarms:monday")).content.decode()
    assert days_of([counted.membership.help_request_id]) == [], "she reads only what a lawyer has confirmed"


def test_the_list_shows_the_nearest_confirmed_day_of_each_case(
    client: Client, sign_in: SignIn, case: LegalCase, alena_operator: User, maks_lawyer: User
) -> None:
    today = timezone.localdate()
    far, near, done = (noted(case, maks_lawyer, kind) for kind in ("pl_refusal", "pl_court", "other"))
    for deadline, left in ((far, 20), (near, 2), (done, 1)):
        confirm_deadline(deadline=deadline, due_on=today + timedelta(days=left), by=maks_lawyer)
    finish_deadline(deadline=done, done=True, by=maks_lawyer)
    (line,) = case_lines(list(cases_for(maks_lawyer, CaseStatus.OPEN)), by=maks_lawyer)
    assert line.next_day is not None
    assert (line.next_day.deadline, line.next_day.tone, line.waiting) == (near, "danger", [])
    elsewhere = make_case(by=alena_operator, lawyer=maks_lawyer)
    page = sign_in(client, maks_lawyer).get(reverse("legal:list")).content.decode()
    assert page.count("badge--danger") == 1
    assert elsewhere.code in page
    with writing():  # sealed off from the desk: her day is not theirs to see
        HelpRequest.objects.filter(pk=near.membership.help_request_id).update(sensitivity=SEALED_OFF)
    (seen,) = case_lines([case], by=alena_operator)
    assert seen.next_day is None


def test_the_list_costs_the_same_however_many_letters_wait(
    client: Client,
    sign_in: SignIn,
    alena_operator: User,
    maks_lawyer: User,
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    for _number in range(3):
        for kind in ("pl_refusal", "other"):
            noted(make_case(by=alena_operator, lawyer=maks_lawyer, members=1), maks_lawyer, kind)
    sign_in(client, maks_lawyer)
    for name in ("legal:list", "workload:mine"):
        client.get(reverse(name))
        with django_assert_max_num_queries(12):
            assert client.get(reverse(name)).status_code == 200


def test_a_kind_that_no_list_knows_breaks_no_page(
    client: Client, sign_in: SignIn, case: LegalCase, maks_lawyer: User
) -> None:
    deadline = noted(case, maks_lawyer)
    confirm_deadline(deadline=deadline, due_on=timezone.localdate(), by=maks_lawyer)
    with writing():
        Deadline.objects.filter(pk=deadline.pk).update(kind="pl_gone")
    page = sign_in(client, maks_lawyer).get(reverse("workload:mine")).content.decode()
    assert "Last day named in your letter" in page
    assert [str(words) for _key, words, _day in days_of([deadline.membership.help_request_id])]
