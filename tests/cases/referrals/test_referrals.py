"""A hand-over tells only what was agreed to, opens once, and is never forgotten."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.referrals.actions import (
    answer_ask,
    cancel,
    confirm_without,
    open_handover,
    partner_says,
    propose_without,
    record_consents,
    send,
    sound_alarms,
)
from cases.referrals.models import Partner, Referral
from cases.referrals.queries import parts_of
from cases.referrals.workflow import DataSet, ReferralStatus, WhyNot, WhyWithout
from cases.requests.actions import Contact
from cases.requests.actions.wishes import withdraw_consent
from cases.requests.models import Consent, HelpRequest
from cases.requests.workflow import Status, Turn
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.sealing.models import WrappedKey
from knowledge.articles.models import Topic
from tests.factories.accounts import UserFactory
from tests.factories.referrals import SETS, hand_over, make_partner, make_referral
from tests.factories.requests import STORY, Holder, make_holder, make_request, make_topic
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
PHONE = "+48 600 100 200"


@pytest.fixture
def housing(office_warsaw: object) -> Topic:
    return make_topic("housing")


@pytest.fixture
def partner(housing: Topic) -> Partner:
    return make_partner(housing)


@pytest.fixture
def holder(alena_operator: User) -> Holder:
    return make_holder(office=alena_operator.office, contact=Contact(channel="phone", address=PHONE))


@pytest.fixture
def asked_for(holder: Holder, housing: Topic) -> HelpRequest:
    return make_request(client=holder.client, topic=housing, story=STORY)


def _read(digits: str) -> dict[str, str] | None:
    handed = open_handover(digits=digits)
    return {part.name: part.text for part in parts_of(handed.payload)} if handed else None


def test_the_partner_reads_what_was_agreed_to_and_nothing_else(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    _made, digits = hand_over(asked_for, partner, by=alena_operator, agreed=(DataSet.CONTACT,))
    told = _read(digits)
    assert told is not None
    assert len(told) == 1
    assert PHONE in "".join(told.values())
    assert STORY not in "".join(told.values())


def test_a_code_works_once_and_the_next_stands_on_the_page(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    _made, digits = hand_over(asked_for, partner, by=alena_operator)
    first = open_handover(digits=digits)
    assert first is not None
    assert open_handover(digits=digits) is None
    assert open_handover(digits=first.next_digits) is not None


def test_a_used_an_expired_and_an_unknown_code_get_the_same_page(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    _made, used = hand_over(asked_for, partner, by=alena_operator)
    open_handover(digits=used)
    other = make_request(office=alena_operator.office, topic=asked_for.topic)
    _made, old = hand_over(other, partner, by=alena_operator)
    with writing():
        Referral.objects.filter(help_request=other).update(expires_at=timezone.now() - timedelta(days=1))
    address = "/pl/handover/"
    pages = [Browser().post(address, {"code": code}).content.decode() for code in (used, old, _unknown(used))]
    bare = {re.sub(r'value="[^"]*"', "", page) for page in pages}
    assert len(bare) == 1


def _unknown(digits: str) -> str:
    body = f"{(int(digits[:18]) + 1) % 10**18:018d}"
    return f"{body}{98 - int(body + '00') % 97:02d}"


def test_a_consent_taken_back_closes_that_part_at_once(
    asked_for: HelpRequest, partner: Partner, holder: Holder, alena_operator: User
) -> None:
    _made, digits = hand_over(asked_for, partner, by=alena_operator)
    story = Consent.objects.get(client=holder.client, data_set__startswith="story")
    withdraw_consent(consent=story, by=holder.actor)
    told = _read(digits)
    assert told is not None
    assert len(told) == len(SETS) - 1
    assert STORY not in "".join(told.values())


def test_nothing_is_sent_without_her_word(
    asked_for: HelpRequest, partner: Partner, holder: Holder, alena_operator: User
) -> None:
    made = make_referral(asked_for, partner, by=alena_operator)
    with pytest.raises(NotNow):
        send(referral=made, by=alena_operator)
    agreed = record_consents(referral=made, agreed=[DataSet.NEED], by=alena_operator)
    for consent in Consent.objects.filter(client=holder.client):
        withdraw_consent(consent=consent, by=holder.actor)
    with pytest.raises(NotNow):
        send(referral=agreed, by=alena_operator)


def test_she_agrees_in_her_inbox_to_each_thing_in_words_of_her_language(
    asked_for: HelpRequest, partner: Partner, holder: Holder, alena_operator: User
) -> None:
    made = make_referral(asked_for, partner, by=alena_operator, asks_client=True)
    answer_ask(referral=made, agreed=[DataSet.NEED], language="be", by=holder.actor, opener=holder.key)
    consent = Consent.objects.get(client=holder.client)
    assert (consent.partner, consent.data_set, consent.recorded_by) == ("dach", "need/roof", None)
    made.refresh_from_db()
    assert made.status == ReferralStatus.READY.value


def test_her_no_ends_it_and_the_request_stays_with_us(
    asked_for: HelpRequest, partner: Partner, holder: Holder, alena_operator: User
) -> None:
    made = make_referral(asked_for, partner, by=alena_operator, asks_client=True)
    answer_ask(referral=made, agreed=[], language="be", by=holder.actor, opener=holder.key)
    made.refresh_from_db()
    asked_for.refresh_from_db()
    assert made.status == ReferralStatus.CANCELLED.value
    assert asked_for.status == Status.NEW.value
    assert not Consent.objects.exists()


def test_nobody_answers_for_another_person(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    made = make_referral(asked_for, partner, by=alena_operator)
    stranger = make_holder(office=alena_operator.office)
    with pytest.raises(Refused):
        answer_ask(
            referral=made, agreed=[DataSet.NEED], language="be", by=stranger.actor, opener=stranger.key
        )


def test_a_declined_hand_over_comes_back_into_the_queue(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    made, digits = hand_over(asked_for, partner, by=alena_operator)
    asked_for.refresh_from_db()
    assert (asked_for.status, asked_for.turn) == (Status.REFERRED.value, Turn.OFFICE.value)
    partner_says(referral=made, answer=ReferralStatus.DECLINED, why_not=WhyNot.FULL)
    asked_for.refresh_from_db()
    assert (asked_for.status, asked_for.turn) == (Status.TRIAGED.value, Turn.US.value)
    assert OutgoingMessage.objects.filter(user=alena_operator).count() == 1
    assert open_handover(digits=digits) is None


def test_an_accepted_one_stays_with_the_partner_until_it_is_done(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    made, _digits = hand_over(asked_for, partner, by=alena_operator)
    accepted = partner_says(referral=made, answer=ReferralStatus.ACCEPTED, why_not=None)
    assert accepted.due_on == timezone.localdate() + timedelta(days=30)
    asked_for.refresh_from_db()
    assert asked_for.status == Status.REFERRED.value
    partner_says(referral=made, answer=ReferralStatus.DONE, why_not=None)
    asked_for.refresh_from_db()
    assert (asked_for.status, asked_for.turn) == (Status.TRIAGED.value, Turn.US.value)


def test_silence_past_the_day_agreed_sounds_an_alarm_once_a_day(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    made, _digits = hand_over(asked_for, partner, by=alena_operator)
    assert sound_alarms() == 0
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert sound_alarms() == 1
        assert sound_alarms() == 0
        made.refresh_from_db()
        assert made.is_overdue
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        assert sound_alarms() == 1
    told = OutgoingMessage.objects.filter(user=alena_operator)
    assert told.exists()
    assert asked_for.events.filter(kind="referral_silent").count() == 1


def test_without_consent_it_takes_two_people_and_a_reason(
    asked_for: HelpRequest, partner: Partner, alena_operator: User, hanna_coordinator: User, maks_lawyer: User
) -> None:
    with writing():
        HelpRequest.objects.filter(pk=asked_for.pk).update(assigned_to=maks_lawyer)
    asked_for.refresh_from_db()
    made = make_referral(asked_for, partner, by=alena_operator)
    with pytest.raises(Refused):
        propose_without(referral=made, reason=WhyWithout.LIFE, by=alena_operator)
    with pytest.raises(NotNow):
        confirm_without(referral=made, by=maks_lawyer)
    propose_without(referral=made, reason=WhyWithout.LIFE, by=hanna_coordinator)
    with pytest.raises(Refused):
        confirm_without(referral=made, by=hanna_coordinator)
    confirm_without(referral=made, by=maks_lawyer)
    with pytest.raises(NotNow):
        confirm_without(referral=made, by=maks_lawyer)
    told = _read(send(referral=made, by=alena_operator))
    assert told is not None
    assert len(told) == len(SETS)
    entries = AccessEntry.objects.filter(verb__startswith="referral.override")
    assert [(entry.actor_id, entry.reason) for entry in entries.order_by("pk")] == [
        (str(hanna_coordinator.pk), "life"),
        (str(maks_lawyer.pk), "life"),
    ]


def test_the_second_person_does_not_help_when_the_first_has_been_frozen(
    asked_for: HelpRequest, partner: Partner, alena_operator: User, hanna_coordinator: User
) -> None:
    made = make_referral(asked_for, partner, by=alena_operator)
    propose_without(referral=made, reason=WhyWithout.LIFE, by=hanna_coordinator)
    User.objects.filter(pk=hanna_coordinator.pk).update(is_active=False)
    second = UserFactory.create(name="Zosia", roles=["coordinator"], office=alena_operator.office)
    with pytest.raises(Refused):
        confirm_without(referral=made, by=second)


def test_only_partners_with_a_valid_agreement_that_take_the_topic(
    asked_for: HelpRequest, housing: Topic, alena_operator: User
) -> None:
    today = timezone.localdate()
    over = make_partner(housing, name="Over", valid_until=today - timedelta(days=1))
    other = make_partner(make_topic("health"), name="Other")
    away = make_partner(housing, name="Away", country="LT")
    resting = make_partner(housing, name="Resting", is_active=False)
    for wrong in (over, other, away, resting):
        with pytest.raises(NotNow):
            make_referral(asked_for, wrong, by=alena_operator)
    good = make_partner(housing, name="Good")
    assert list(Partner.objects.taking(asked_for)) == [good]
    make_referral(asked_for, good, by=alena_operator)
    with pytest.raises(NotNow):
        make_referral(asked_for, good, by=alena_operator)


def test_taking_it_back_leaves_nothing_to_open(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    made, digits = hand_over(asked_for, partner, by=alena_operator)
    key = Referral.objects.get(pk=made.pk).payload_key_id
    cancel(referral=made, by=alena_operator)
    assert open_handover(digits=digits) is None
    assert not WrappedKey.objects.filter(data_key=key).exists()


def test_a_new_code_makes_the_old_one_dead(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    made, first = hand_over(asked_for, partner, by=alena_operator)
    second = send(referral=made, by=alena_operator)
    assert open_handover(digits=first) is None
    assert open_handover(digits=second) is not None


def test_the_whole_way_through_the_pages(
    sign_in: SignIn, asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    desk = sign_in(Browser(), alena_operator)
    typed = {
        "partner": str(partner.pk),
        "aim": "roof",
        "data_sets": ["need", "contact"],
        "summary": "",
        "due_on": (timezone.localdate() + timedelta(days=5)).isoformat(),
        "how": "said",
    }
    made = desk.post(reverse("referrals:refer", args=[asked_for.pk]), typed)
    assert made.status_code == 302, made.content.decode()
    row = Referral.objects.get()
    desk.post(reverse("referrals:record_consent", args=[row.pk]), {"agreed": ["need", "contact"]})
    page = desk.post(reverse("referrals:send", args=[row.pk])).content.decode()
    digits = "".join(re.findall(r"<span>(\d{4})</span>", page))
    assert len(digits) == 20
    again = desk.get(reverse("referrals:open", args=[row.pk])).content.decode()
    assert f"<span>{digits[:4]}</span>" not in again
    outside = Browser()
    shown = outside.post("/pl/handover/", {"code": digits}).content.decode()
    assert PHONE in shown
    missing = outside.post("/pl/handover/answer/", {"answer": "declined"})
    assert missing.status_code == 422
    outside.post("/pl/handover/answer/", {"answer": "declined", "why_not": "full"})
    row.refresh_from_db()
    assert (row.status, row.why_not) == ("declined", "full")
    assert outside.post("/pl/handover/answer/", {"answer": "done"}).status_code == 302


def test_wrong_codes_are_counted(asked_for: HelpRequest) -> None:
    answers = [Browser().post("/pl/handover/", {"code": _unknown("1" * 20)}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_the_list_costs_the_same_for_many(
    sign_in: SignIn, partner: Partner, housing: Topic, alena_operator: User
) -> None:
    desk = sign_in(Browser(), alena_operator)
    for _ in range(3):
        make_referral(make_request(office=alena_operator.office, topic=housing), partner, by=alena_operator)
    with CaptureQueriesContext(connection) as few:
        desk.get(reverse("referrals:list"))
    for _ in range(6):
        make_referral(make_request(office=alena_operator.office, topic=housing), partner, by=alena_operator)
    with CaptureQueriesContext(connection) as many:
        assert desk.get(reverse("referrals:list")).status_code == 200
    assert len(many) <= len(few) <= 12


def test_her_page_asks_about_each_thing_and_tells_only_what_she_ticked(
    asked_for: HelpRequest, partner: Partner, holder: Holder, alena_operator: User
) -> None:
    made = make_referral(asked_for, partner, by=alena_operator, asks_client=True)
    browser = Browser()
    unlock(browser, holder.digits)
    page = browser.get("/be/inbox/partner/").content.decode()
    assert "Dach" in page
    assert page.count('name="agreed"') == len(SETS)
    browser.post("/be/inbox/partner/answer/", {"referral": str(made.pk), "agreed": ["contact"]})
    assert [consent.data_set for consent in Consent.objects.filter(client=holder.client)] == ["contact/roof"]
    assert "Dach" not in browser.get("/be/inbox/partner/").content.decode()
    foreign = make_request(office=alena_operator.office, topic=asked_for.topic)
    other = make_referral(foreign, partner, by=alena_operator)
    refused = browser.post("/be/inbox/partner/answer/", {"referral": str(other.pk), "agreed": ["contact"]})
    assert refused.status_code == 404
