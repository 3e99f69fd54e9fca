"""A hand-over is not forgotten before it is sent: her word comes to somebody, and its day sounds an alarm."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from cases.alarms.queries.monday import monday
from cases.referrals.actions import (
    answer_ask,
    confirm_without,
    propose_without,
    record_consents,
    send,
    sound_alarms,
)
from cases.referrals.models import Partner, Referral
from cases.referrals.workflow import DataSet, WhyWithout
from cases.requests.actions import change_status
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome, Status, Turn
from cases.triage.queries import Wanted, queue
from cases.workload.queries.needs import silent
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.referrals import hand_over, make_partner, make_referral
from tests.factories.requests import Holder, make_holder, make_request, make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def partner(office_warsaw: object) -> Partner:
    return make_partner(make_topic("housing"))


@pytest.fixture
def holder(alena_operator: User) -> Holder:
    return make_holder(office=alena_operator.office)


@pytest.fixture
def asked(holder: Holder, partner: Partner, alena_operator: User) -> Referral:
    """She is asked in her inbox, and her request waits for her."""
    hers = make_request(client=holder.client, topic=make_topic("housing"))
    change_status(help_request=hers, to=Status.ANSWERED, by=alena_operator, kind="answered")
    made = make_referral(hers, partner, by=alena_operator, asks_client=True)
    assert not OutgoingMessage.objects.filter(user=alena_operator).exists()
    return made


def stands(referral: Referral) -> tuple[str, str]:
    row = HelpRequest.objects.get(pk=referral.help_request_id)
    return row.status, row.turn


def told(user: User) -> int:
    return OutgoingMessage.objects.filter(user=user).count()


@pytest.mark.parametrize("agreed", [[DataSet.NEED], []], ids=["yes", "no"])
def test_her_answer_makes_it_our_turn_and_whoever_follows_is_told(
    asked: Referral, holder: Holder, alena_operator: User, agreed: list[DataSet]
) -> None:
    assert list(queue(alena_operator, Wanted())) == []
    answer_ask(referral=asked, agreed=agreed, language="be", by=holder.actor, opener=holder.key)
    assert stands(asked) == (Status.TRIAGED.value, Turn.US.value)
    assert [row.pk for row in queue(alena_operator, Wanted())] == [asked.help_request_id]
    assert told(alena_operator) == 1
    assert OutgoingMessage.objects.get(user=alena_operator).kind == "digest"
    kind = "referral_agreed" if agreed else "referral_refused"
    assert asked.help_request.events.filter(kind=kind).count() == 1


def test_whoever_noted_her_word_herself_is_not_told_and_a_colleague_is(
    asked: Referral, alena_operator: User
) -> None:
    record_consents(referral=asked, agreed=[DataSet.NEED], by=alena_operator)
    assert (stands(asked)[1], told(alena_operator)) == (Turn.US.value, 0)
    colleague = UserFactory.create(roles=[Role.OPERATOR], office=alena_operator.office)
    other = make_partner(make_topic("housing"), name="Other")
    again = make_referral(HelpRequest.objects.get(pk=asked.help_request_id), other, by=alena_operator)
    record_consents(referral=again, agreed=[DataSet.NEED], by=colleague)
    assert told(alena_operator) == 1


def test_two_people_who_decide_without_her_make_it_our_turn_too(
    asked: Referral, alena_operator: User, hanna_coordinator: User
) -> None:
    second = UserFactory.create(roles=[Role.COORDINATOR], office=alena_operator.office)
    propose_without(referral=asked, reason=WhyWithout.LIFE, by=hanna_coordinator)
    confirm_without(referral=asked, by=second)
    assert (stands(asked)[1], told(alena_operator)) == (Turn.US.value, 1)


def test_a_case_and_a_hand_over_that_runs_keep_their_place_when_she_answers(
    asked: Referral, holder: Holder, alena_operator: User
) -> None:
    other = make_partner(make_topic("housing"), name="Other")
    running = make_referral(HelpRequest.objects.get(pk=asked.help_request_id), other, by=alena_operator)
    send(
        referral=record_consents(referral=running, agreed=[DataSet.NEED], by=alena_operator),
        by=alena_operator,
    )
    assert stands(asked) == (Status.REFERRED.value, Turn.OFFICE.value)
    ready = answer_ask(
        referral=asked, agreed=[DataSet.NEED], language="be", by=holder.actor, opener=holder.key
    )
    assert stands(asked) == (Status.REFERRED.value, Turn.US.value)
    send(referral=ready, by=alena_operator)
    assert stands(asked) == (Status.REFERRED.value, Turn.OFFICE.value)


@pytest.mark.parametrize("is_ready", [False, True], ids=["asked", "ready"])
def test_what_was_never_sent_sounds_an_alarm_and_stands_in_every_list(
    sign_in: SignIn, asked: Referral, alena_operator: User, hanna_coordinator: User, is_ready: bool
) -> None:
    if is_ready:
        record_consents(referral=asked, agreed=[DataSet.NEED], by=alena_operator)
    assert sound_alarms() == 0
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert (sound_alarms(), sound_alarms()) == (1, 0)
        assert told(alena_operator) == 1
        assert asked.help_request.events.filter(kind="referral_unsent").count() == 1
        assert not asked.help_request.events.filter(kind="referral_silent").exists()
        assert list(silent(hanna_coordinator)) == [asked]
        assert monday(hanna_coordinator).due.referrals == [asked]
        page = sign_in(Browser(), alena_operator).get(reverse("referrals:list") + "?due=1").content.decode()
        assert "not sent, late" in page
        assert "silent, late" not in page
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        assert sound_alarms() == 1


def test_sent_past_its_day_the_partner_has_a_week_all_the_same(asked: Referral, alena_operator: User) -> None:
    record_consents(referral=asked, agreed=[DataSet.NEED], by=alena_operator)
    with time_machine.travel(timezone.now() + timedelta(days=10)):
        assert sound_alarms() == 1
        send(referral=asked, by=alena_operator)
        asked.refresh_from_db()
        assert asked.due_on == timezone.localdate() + timedelta(days=7)
        assert sound_alarms() == 0
    with time_machine.travel(timezone.now() + timedelta(days=17)):
        assert sound_alarms() == 1
        assert asked.help_request.events.filter(kind="referral_silent").count() == 1


def test_of_a_closed_request_only_a_partner_owes_an_answer(
    asked: Referral, holder: Holder, alena_operator: User
) -> None:
    hers = HelpRequest.objects.get(pk=asked.help_request_id)
    sent, _code = hand_over(hers, make_partner(make_topic("housing"), name="Other"), by=alena_operator)
    change_status(help_request=hers, to=Status.CLOSED, by=SYSTEM, kind="closed", outcome=Outcome.SOLVED.value)
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert list(Referral.objects.due()) == [sent]
        assert sound_alarms() == 1
    # Her own yes is a word from her: it opens the request again.
    answer_ask(referral=asked, agreed=[DataSet.NEED], language="be", by=holder.actor, opener=holder.key)
    assert stands(asked) == (Status.TRIAGED.value, Turn.US.value)
