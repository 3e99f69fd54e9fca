"""Whatever the silence: every month has an outcome or an escalation by its third day past the end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from cases.mentoring.actions import (
    check_in,
    end_mentorship,
    extend,
    flag_for_deputy,
    follow_months,
    set_deputy,
    start_mentorship,
)
from cases.mentoring.models import Mentorship
from cases.mentoring.permissions import is_mentor_of
from cases.mentoring.steps import DAYS, MOST_DAYS, Month, MonthOutcome, Move, due_check_in, next_move
from cases.relay.actions import say
from cases.relay.models import Conversation
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.requests import make_holder, make_request
from tests.factories.volunteering import make_volunteer

START = date(2026, 11, 2)


class AMonth(RuleBasedStateMachine):
    """Days pass; the mentor speaks or not, leaves, gets a deputy, more days or an end, in any order."""

    @initialize(has_deputy=st.booleans())
    def begin(self, has_deputy: bool) -> None:
        self.today, self.ends_on, self.deputies = START, START + timedelta(days=DAYS), int(has_deputy)
        self.ended = self.waits = False
        self.sign: date | None = None
        self.reminded: date | None = None
        self.escalated: date | None = None

    def month(self) -> Month:
        return Month(
            starts_on=START,
            ends_on=self.ends_on,
            is_ended=self.ended,
            last_sign_on=self.sign,
            reminded_on=self.reminded,
            has_deputy=self.deputies > 0,
            waits_for_deputy=self.waits,
            escalated_on=self.escalated,
        )

    @rule(days=st.integers(1, 4))
    def days_pass(self, days: int) -> None:
        for _day in range(days):
            self.today += timedelta(days=1)
            self.follow()

    def follow(self) -> None:
        move = next_move(self.month(), self.today)
        if move is Move.REMIND:
            assert self.reminded != self.today
            self.reminded = self.today
        elif move is Move.DEPUTY:
            self.deputies -= 1
            self.waits, self.sign, self.reminded = False, self.today, None
        elif move is Move.ASK_DEPUTY:
            self.waits = True
        elif move is Move.ESCALATE:
            self.escalated = self.today

    @precondition(lambda self: not self.ended)
    @rule()
    def mentor_speaks(self) -> None:
        self.sign = self.today

    @precondition(lambda self: not self.ended)
    @rule()
    def mentor_leaves(self) -> None:
        self.waits = True

    @rule()
    def deputy_is_named(self) -> None:
        self.deputies = 1

    @precondition(lambda self: not self.ended)
    @rule(days=st.integers(1, DAYS))
    def more_days(self, days: int) -> None:
        if (self.ends_on + timedelta(days=days) - START).days <= MOST_DAYS:
            self.ends_on += timedelta(days=days)
            self.escalated = None

    @precondition(lambda self: self.today > START + timedelta(days=20))
    @rule()
    def desk_ends_it(self) -> None:
        self.ended = True

    @invariant()
    def never_silent_for_ever(self) -> None:
        if hasattr(self, "ends_on") and self.today >= self.ends_on + timedelta(days=3):
            # an extension of an escalated month may lie in the past: the next day escalates it again
            late = next_move(self.month(), self.today) is Move.ESCALATE
            assert self.ended or self.escalated is not None or late

    @invariant()
    def the_end_is_in_sight(self) -> None:
        if hasattr(self, "ends_on"):
            assert self.ends_on <= START + timedelta(days=MOST_DAYS)


AMonth.TestCase.settings = settings(max_examples=400, stateful_step_count=40, deadline=None)
TestAMonth = AMonth.TestCase


def _month(**fields: Any) -> Month:
    values = {
        "starts_on": START,
        "ends_on": START + timedelta(days=DAYS),
        "is_ended": False,
        "last_sign_on": None,
        "reminded_on": None,
        "has_deputy": False,
        "waits_for_deputy": False,
        "escalated_on": None,
    }
    return Month(**{**values, **fields})


@pytest.mark.parametrize(("day", "due"), [(None, 1), (0, 1), (1, 3), (4, 7), (14, 21), (29, 30), (30, None)])
def test_check_ins_are_due_on_days_1_3_7_14_21_and_30(day: int | None, due: int | None) -> None:
    heard = None if day is None else START + timedelta(days=day)
    expected = None if due is None else START + timedelta(days=due)
    assert due_check_in(_month(last_sign_on=heard)) == expected


def test_silence_reminds_then_brings_the_deputy() -> None:
    moves = [next_move(_month(has_deputy=True), START + timedelta(days=day)) for day in range(8)]
    assert moves == [None, None, None, Move.REMIND, Move.REMIND, Move.REMIND, Move.DEPUTY, Move.DEPUTY]
    assert next_move(_month(), START + timedelta(days=6)) is Move.ASK_DEPUTY
    assert next_move(_month(waits_for_deputy=True), START + timedelta(days=9)) is None


@pytest.fixture
def katia(office_warsaw: Office) -> User:
    return UserFactory.create(roles=[Role.COORDINATOR], office=office_warsaw)


def _start(operator: User, mentor: User, deputy: User | None = None) -> Mentorship:
    holder = make_holder(office=operator.office)
    one = make_request(client=holder.client)
    found = HelpRequest.objects.select_related("client__household", "office").get(pk=one.pk)
    return start_mentorship(help_request=found, mentor=mentor, brief="x", deputy=deputy, by=operator)


def _each_day(days: int) -> None:
    now = timezone.now()
    for day in range(1, days + 1):
        with time_machine.travel(now + timedelta(days=day)):
            follow_months()


def _told(user: User) -> int:
    return OutgoingMessage.objects.filter(user=user).count()


@pytest.mark.django_db
def test_a_silent_mentor_is_reminded_and_the_deputy_takes_over_by_herself(
    alena_operator: User, katia: User
) -> None:
    mentor, deputy = (make_volunteer(office=alena_operator.office) for _ in range(2))
    row = _start(alena_operator, mentor, deputy)
    before = _told(mentor)
    _each_day(5)
    assert (_told(mentor), Mentorship.objects.get().mentor) == (before + 1, mentor)
    _each_day(6)
    fresh = Mentorship.objects.get(pk=row.pk)
    assert (fresh.mentor, fresh.former_mentor, fresh.deputy) == (deputy, mentor, None)
    assert not is_mentor_of(mentor, fresh)
    assert [talk.helper for talk in Conversation.objects.live()] == [deputy]
    assert _told(katia) == 1


@pytest.mark.django_db
def test_without_a_deputy_the_desk_is_asked_once(alena_operator: User, katia: User) -> None:
    _start(alena_operator, make_volunteer(office=alena_operator.office))
    _each_day(12)
    assert Mentorship.objects.get().mentor_left_at is not None
    assert _told(katia) == 1


@pytest.mark.django_db
def test_a_month_without_an_outcome_is_escalated_on_day_33_and_closed_to_the_mentor_on_day_35(
    alena_operator: User, katia: User
) -> None:
    mentor = make_volunteer(office=alena_operator.office)
    row = _start(alena_operator, mentor)
    now = timezone.now()
    for day in range(1, 36):
        with time_machine.travel(now + timedelta(days=day)):
            if day in {1, 3, 7, 14, 21, 30}:
                check_in(mentorship=row, mood="well", words="", by=mentor)
            follow_months()
            fresh = Mentorship.objects.get(pk=row.pk)
            assert (fresh.escalated_at is not None) == (day >= 33), day
    with time_machine.travel(now + timedelta(days=36)):
        assert not is_mentor_of(mentor, fresh)
        assert not Conversation.objects.visible_to(mentor).filter(purpose="x").exists()
    assert _told(katia) == 1
    end_mentorship(mentorship=row, handover="", outcome=MonthOutcome.MOSTLY, by=alena_operator)
    assert Mentorship.objects.get().outcome == "mostly"


@pytest.mark.django_db
def test_more_days_take_the_escalation_back_until_their_own_end(alena_operator: User) -> None:
    row = _start(alena_operator, make_volunteer(office=alena_operator.office))
    with time_machine.travel(timezone.now() + timedelta(days=34)):
        follow_months()
        extend(mentorship=row, days=14, reason="illness", by=alena_operator)
        assert Mentorship.objects.get().escalated_at is None
        assert Mentorship.objects.get().extended_for == "illness"
    with time_machine.travel(timezone.now() + timedelta(days=47)):
        follow_months()
        assert Mentorship.objects.get().escalated_at is not None


@pytest.mark.django_db
def test_a_mentor_who_leaves_for_good_is_followed_by_the_deputy_the_next_day(alena_operator: User) -> None:
    mentor, deputy = (make_volunteer(office=alena_operator.office) for _ in range(2))
    row = _start(alena_operator, mentor)
    set_deputy(mentorship=row, deputy=deputy, by=alena_operator)
    flag_for_deputy(mentor=mentor, by=mentor)
    follow_months()
    assert Mentorship.objects.get().mentor == deputy


@pytest.mark.django_db
def test_a_question_left_for_two_days_is_the_desks_once(alena_operator: User, katia: User) -> None:
    holder = make_holder(office=alena_operator.office)
    one = make_request(client=holder.client)
    found = HelpRequest.objects.select_related("client__household", "office").get(pk=one.pk)
    mentor = make_volunteer(office=alena_operator.office)
    start_mentorship(help_request=found, mentor=mentor, brief="x", by=alena_operator)
    say(talk=Conversation.objects.get(), body="Дзе купіць квіток?", by=holder.actor, opener=holder.key)
    for hours in (24, 49, 60):
        with time_machine.travel(timezone.now() + timedelta(hours=hours)):
            follow_months()
    assert one.events.filter(kind="question_left").count() == 1
    assert _told(katia) == 1
