"""One's own load, week and rest: hers alone, right by hand; and signals of staff, the person first."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.duty.models import Shift
from cases.legal.actions import add_deadline, confirm_deadline, name_deputy, spend_time
from cases.legal.models import LegalCase, MemberStep
from cases.requests.models import HelpRequest
from cases.requests.workflow import SEALED_OFF
from cases.rest.actions import set_limit
from cases.rest.models import RestSignal
from cases.rest.rules import Sign
from cases.workload.actions.resting import look_at_staff
from cases.workload.queries.mine import my_load
from cases.workload.rules.resting import hours_of_day, rest_of
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.actions import record
from helpdesk.audit.guard import writing
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.legal import make_case, make_meeting, members_of
from tests.factories.requests import make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def _give(office: Office, to: User, **values: Any) -> HelpRequest:
    row = make_request(office=office)
    with writing():
        HelpRequest.objects.filter(pk=row.pk).update(assigned_to=to, **values)
    return row


def _shift(user: User, start: datetime, hours: int) -> None:
    with writing():
        Shift(
            office=user.office,
            user=user,
            starts_at=start,
            ends_at=start + timedelta(hours=hours),
            made_by=user,
        ).save()


def _note(case: LegalCase, on: date, minutes: int, by: User) -> None:
    spend_time(legal_case=case, on=on, minutes=minutes, time_id=uuid4(), by=by)


class TestPure:
    monday = date(2026, 11, 23)

    def test_the_same_hour_told_twice_counts_once(self) -> None:
        assert hours_of_day({self.monday: 3}, {self.monday: 8.0}, {self.monday: 2.5}) == {self.monday: 8}

    def test_hours_of_this_week_and_days_in_a_row(self) -> None:
        hours = {self.monday - timedelta(days=back): 9.0 for back in range(6)}
        rest = rest_of(hours, (), today=self.monday, cap=8, heavy=4)
        assert (rest.row, rest.hours, rest.signs) == (6, 9.0, (Sign.HOURS,))
        assert rest_of({}, (), today=self.monday, cap=40, heavy=5).signs == (Sign.HEAVY,)


def test_what_is_in_her_hands(alena_operator: User, hanna_coordinator: User, office_warsaw: Office) -> None:
    today = timezone.localdate()
    _give(office_warsaw, alena_operator, turn="client")
    _give(office_warsaw, alena_operator, urgency="emergency", deadline_on=today + timedelta(days=2))
    _give(office_warsaw, alena_operator, sensitivity=SEALED_OFF, flags=["torture_survivor"])
    _give(office_warsaw, hanna_coordinator)
    set_limit(of=alena_operator, most_weight=8, most_hours=30, by=hanna_coordinator)
    load = my_load(alena_operator)
    assert (load.now.open, load.now.ours, load.now.theirs, load.now.weight) == (3, 2, 1, 7)
    assert (load.most_weight, load.is_near_limit, load.rest.cap, load.rest.heavy) == (8, True, 30, 1)
    assert [one.on for one in load.ahead] == [today + timedelta(days=2)]


def test_the_two_weeks_of_a_lawyer(maks_lawyer: User, hanna_coordinator: User, office_warsaw: Office) -> None:
    case = make_case(by=hanna_coordinator, lawyer=maks_lawyer, members=1)
    make_meeting(case, by=maks_lawyer, days=2)
    make_meeting(case, by=maks_lawyer, days=20)
    _note(case, timezone.localdate(), 150, maks_lawyer)
    load, today = my_load(maks_lawyer), timezone.localdate()
    assert [one.name for one in load.ahead if one.at] == [case.code]
    steps = [(one.on - today).days for one in load.ahead if one.at is None]
    assert steps == [3, 14], "the steps of the checklist that have a day"
    many = make_case(by=hanna_coordinator, lawyer=maks_lawyer, members=3)
    names = [one.name for one in my_load(maks_lawyer).ahead if one.name.startswith(many.code)]
    assert len(names) == 2, "three people, and each step is one line"
    assert all("3" in name.removeprefix(many.code) for name in names)
    assert load.rest.hours == 2.5


def test_what_she_is_reminded_of_stands_on_her_page(
    maks_lawyer: User, hanna_coordinator: User, office_warsaw: Office
) -> None:
    case, today = make_case(by=hanna_coordinator, lawyer=maks_lawyer, members=1), timezone.localdate()
    (member,) = members_of(case)
    days = (15, 14, 8, 0)
    for kind, left in zip(("pl_refusal", "pl_not_opened", "pl_court", "other"), days, strict=True):
        deadline = add_deadline(membership=member, kind=kind, document_on=today, by=maks_lawyer)
        confirm_deadline(deadline=deadline, due_on=today + timedelta(days=left), by=maks_lawyer)
    with writing():
        MemberStep.objects.filter(membership=member).update(state="done")
        HelpRequest.objects.filter(pk=member.help_request_id).update(deadline_on=None)
    assert [(one.on - today).days for one in my_load(maks_lawyer).ahead] == [0, 8, 14]


def test_steps_of_a_case_in_which_she_stands_in_are_hers_to_see(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    lara = UserFactory.create(roles=[Role.LAWYER], office=maks_lawyer.office)
    case = make_case(by=hanna_coordinator, lawyer=maks_lawyer, members=1)
    assert not my_load(lara).ahead
    name_deputy(legal_case=case, deputy=lara, away_until=timezone.localdate(), by=maks_lawyer)
    assert {one.name for one in my_load(lara).ahead} == {case.code}


def test_her_page_costs_the_same_for_more_and_leads_to_her_lists(
    client: Client,
    sign_in: SignIn,
    alena_operator: User,
    office_warsaw: Office,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    sign_in(client, alena_operator)
    for _number in range(5):
        _give(office_warsaw, alena_operator)
    client.get("/desk/my-load/")
    with django_assert_max_num_queries(12):
        page = client.get("/desk/my-load/")
    assert page.status_code == 200
    listed = client.get(my_load(alena_operator).links["open"]).content.decode()
    assert listed.count("data-row") >= 5


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("alena_operator", 200),
        ("maks_lawyer", 200),
        ("hanna_coordinator", 403),
        ("ina_editor", 403),
        ("piotr_administrator", 403),
        ("ruta_auditor", 403),
        ("vika_volunteer", 403),
    ],
)
def test_whoever_answers_has_a_page_of_her_own(
    client: Client, sign_in: SignIn, request: pytest.FixtureRequest, who: str, status: int
) -> None:
    user: User = request.getfixturevalue(who)
    assert sign_in(client, user).get("/desk/my-load/").status_code == status


class TestSignals:
    """Hours, days and heavy matters of staff; told to the person, and to the coordinator three days later."""

    def test_duty_and_noted_time_count_like_days_at_the_desk(
        self, alena_operator: User, maks_lawyer: User, hanna_coordinator: User
    ) -> None:
        case = make_case(by=hanna_coordinator, lawyer=maks_lawyer, members=1)
        for day in range(16, 19):
            _note(case, date(2026, 11, day), 60, maks_lawyer)
        for day in range(19, 21):
            _shift(maks_lawyer, datetime.fromisoformat(f"2026-11-{day}T09:00:00+01:00"), 8)
        for day in range(21, 23):
            with time_machine.travel(f"2026-11-{day} 10:00+01:00", tick=False):
                record("queue.open", None, by=maks_lawyer)
        with time_machine.travel("2026-11-22 21:00+01:00", tick=False):
            look_at_staff()
        assert [signal.sign for signal in RestSignal.objects.filter(user=maks_lawyer)] == [Sign.DAYS.value]

    def test_more_hours_than_the_limit(self, alena_operator: User, hanna_coordinator: User) -> None:
        set_limit(of=alena_operator, most_weight=None, most_hours=20, by=hanna_coordinator)
        for day in (16, 17):
            _shift(alena_operator, datetime.fromisoformat(f"2026-11-{day}T08:00:00+01:00"), 10)
        with time_machine.travel("2026-11-18 07:00+01:00", tick=False):
            assert look_at_staff() == 0
        _shift(alena_operator, datetime.fromisoformat("2026-11-18T08:00:00+01:00"), 10)
        with time_machine.travel("2026-11-18 20:00+01:00", tick=False):
            assert look_at_staff() == 1
        assert RestSignal.objects.get().sign == Sign.HOURS.value

    def test_heavy_matters_are_told_to_her_first_and_end_when_she_gives_one_away(
        self, alena_operator: User, hanna_coordinator: User, office_warsaw: Office
    ) -> None:
        rows = [_give(office_warsaw, alena_operator, flags=["domestic_violence"]) for _one in range(5)]
        with time_machine.travel("2026-11-23 20:00+01:00", tick=False):
            look_at_staff()
        told = OutgoingMessage.objects.filter(user__in=[alena_operator, hanna_coordinator])
        assert [message.user for message in told] == [alena_operator]
        assert not RestSignal.objects.visible_to(hanna_coordinator).exists()
        with time_machine.travel("2026-11-26 20:00+01:00", tick=False):
            look_at_staff()
        assert RestSignal.objects.visible_to(hanna_coordinator).get().sign == Sign.HEAVY.value
        with writing():
            HelpRequest.objects.filter(pk=rows[0].pk).update(assigned_to=None)
        look_at_staff()
        assert not RestSignal.objects.live().exists()

    def test_volunteers_are_left_to_their_own_room(self, vika_volunteer: User) -> None:
        for day in range(16, 24):
            with time_machine.travel(f"2026-11-{day} 10:00+01:00", tick=False):
                record("board.open", None, by=vika_volunteer)
        with time_machine.travel("2026-11-23 20:00+01:00", tick=False):
            assert look_at_staff() == 0
