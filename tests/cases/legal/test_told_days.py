"""A last day that came with a request reaches the lawyer of its case: to confirm or drop, and never twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.closing.actions.undo import ungroup
from cases.legal.actions import (
    add_member,
    confirm_deadline,
    drop_deadline,
    finish_deadline,
    remind_of_deadlines,
    remove_member,
)
from cases.legal.actions.importing import load_matters
from cases.legal.actions.told_days import note_told_days
from cases.legal.imports.headers import guessed
from cases.legal.imports.matters import Defaults, Planner
from cases.legal.imports.sheets import read_sheet
from cases.legal.models import Deadline, LegalCase
from cases.legal.tasks import deadline_guard
from cases.requests.models import HelpRequest
from cases.workload.queries.mine import my_load
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.legal import make_case, make_case_type, members_of
from tests.factories.requests import make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> date:
    return timezone.localdate() + timedelta(days=4)


@pytest.fixture
def request_told(alena_operator: User, told: date) -> HelpRequest:
    return make_request(office=alena_operator.office, deadline_on=told)


@pytest.fixture
def case(alena_operator: User, maks_lawyer: User, request_told: HelpRequest) -> LegalCase:
    return make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[request_told])


def on_request(help_request: HelpRequest) -> date | None:
    return HelpRequest.objects.get(pk=help_request.pk).deadline_on


def test_it_waits_for_the_lawyer_who_is_told_and_reminded(
    case: LegalCase, told: date, maks_lawyer: User, request_told: HelpRequest
) -> None:
    deadline = Deadline.objects.get()
    assert (deadline.kind, deadline.was_told, deadline.day, deadline.due_on) == ("other", True, told, None)
    assert [row.user for row in OutgoingMessage.objects.all()] == [maks_lawyer]
    assert remind_of_deadlines() == 1
    near = [one for one in my_load(maks_lawyer).ahead if one.on == told]
    assert [bool(one.note) for one in near].count(True) == 1
    assert request_told.client.alias not in {one.name for one in near}, "one day is one line"


def test_an_imported_list_tells_the_guard(maks_lawyer: User, office_warsaw: object) -> None:
    make_case_type()
    lines = "Справа;Від справы;Асоба;Тэрмін\nЗавод;stay-permit;Марыя К.;31.12.2031\nЗавод;stay-permit;Юрась;"
    sheet = read_sheet(lines.encode())
    plan = Planner(guessed(sheet.header), Defaults(), by=maks_lawyer).plan(sheet)
    load_matters(groups=plan.groups, by=maks_lawyer)
    assert [row.day for row in Deadline.objects.unfinished()] == [date(2031, 12, 31)]


def test_the_undo_of_joining_leaves_nothing_and_joining_again_makes_one(
    case: LegalCase, told: date, alena_operator: User, maks_lawyer: User
) -> None:
    other = make_request(office=alena_operator.office, deadline_on=told)
    before = HelpRequest.objects.filter(pk=other.pk).values().get()
    add_member(legal_case=case, help_request=other, by=alena_operator)
    assert Deadline.objects.count() == 2
    ungroup(case_id=case.pk, request_ids=[other.pk], is_new=False, by=alena_operator)
    after = HelpRequest.objects.filter(pk=other.pk).values().get()
    same = ("deadline_on", "status", "turn", "turn_since", "assigned_to_id")
    assert [after[name] for name in same] == [before[name] for name in same]
    assert Deadline.objects.count() == 1
    for _time in range(2):
        add_member(legal_case=case, help_request=other, by=alena_operator)
        member = next(row for row in members_of(case) if row.help_request_id == other.pk)
        (deadline,) = Deadline.objects.filter(membership=member)
        if deadline.confirmed_at is None:
            confirm_deadline(deadline=deadline, due_on=told, by=maks_lawyer)
        remove_member(membership=member, by=alena_operator)
    assert on_request(other) == told


def test_the_lawyers_word_takes_the_place_of_what_was_told(
    case: LegalCase, told: date, maks_lawyer: User, request_told: HelpRequest
) -> None:
    deadline, later = Deadline.objects.get(), told + timedelta(days=10)
    confirm_deadline(deadline=deadline, due_on=later, by=maks_lawyer)
    assert on_request(request_told) == later
    finish_deadline(deadline=deadline, done=True, by=maks_lawyer)
    assert on_request(request_told) is None, "what was told and found wrong does not come back"


def test_a_lawyer_drops_it_and_an_operator_does_not(
    case: LegalCase, told: date, maks_lawyer: User, alena_operator: User, request_told: HelpRequest
) -> None:
    deadline = Deadline.objects.get()
    with pytest.raises(Refused):
        drop_deadline(deadline=deadline, by=alena_operator)
    drop_deadline(deadline=deadline, by=maks_lawyer)
    assert not Deadline.objects.exists()
    assert on_request(request_told) is None
    assert told not in {one.on for one in my_load(maks_lawyer).ahead}


def test_a_day_that_has_passed_is_told_of_too(alena_operator: User, maks_lawyer: User) -> None:
    today = timezone.localdate()
    late = make_request(office=alena_operator.office)
    with writing():
        HelpRequest.objects.filter(pk=late.pk).update(deadline_on=today - timedelta(days=40))
    make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[HelpRequest.objects.get(pk=late.pk)])
    deadline = Deadline.objects.get()
    assert remind_of_deadlines() == 1
    confirm_deadline(deadline=deadline, due_on=today - timedelta(days=40), by=maks_lawyer)


def test_the_page_says_where_the_day_came_from(
    client: Client, sign_in: SignIn, case: LegalCase, maks_lawyer: User, alena_operator: User
) -> None:
    page = reverse("legal:open", args=[case.pk])
    for user, may_drop in ((maks_lawyer, True), (alena_operator, False)):
        html = sign_in(client, user).get(page).content.decode()
        assert "A day that came with the request" in html
        assert "Nobody has seen a letter yet" in html
        assert ('value="drop"' in html) is may_drop


def test_a_day_decided_about_in_the_queue_reaches_a_case_she_stands_in_already(
    alena_operator: User, maks_lawyer: User, told: date
) -> None:
    hers = make_request(office=alena_operator.office)
    case = make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[hers])
    assert (note_told_days(), Deadline.objects.count()) == (0, 0)
    for day in (told, told + timedelta(days=1)):
        with writing():
            HelpRequest.objects.filter(pk=hers.pk).update(deadline_on=day)
        deadline_guard()
        assert note_told_days() == 0, "once"
        assert [row.counted_to for row in Deadline.objects.all()] == [day]
    drop_deadline(deadline=Deadline.objects.get(), by=maks_lawyer)
    assert (note_told_days(), Deadline.objects.count()) == (0, 0), "what the lawyer has dropped stays away"
    remove_member(membership=members_of(case)[0], by=alena_operator)
    with writing():
        HelpRequest.objects.filter(pk=hers.pk).update(deadline_on=told)
    assert note_told_days() == 0, "she has left"
