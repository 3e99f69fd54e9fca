"""What a hand-over promises: whose agreement, whose consent, which day, and a code typed twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from cases.referrals.actions import (
    open_handover,
    partner_says,
    propose_without,
    record_consents,
    send,
    sound_alarms,
)
from cases.referrals.models import Partner, Referral
from cases.referrals.queries import parts_of
from cases.referrals.workflow import Aim, DataSet, ReferralStatus, WhyNot, WhyWithout
from cases.requests.actions import Contact
from cases.requests.models import Consent, HelpRequest
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from knowledge.articles.models import Topic
from tests.factories.directory import make_service
from tests.factories.referrals import SETS, hand_over, make_partner, make_referral
from tests.factories.requests import STORY, make_holder, make_request, make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def housing(office_warsaw: object) -> Topic:
    return make_topic("housing")


@pytest.fixture
def partner(housing: Topic) -> Partner:
    return make_partner(housing)


@pytest.fixture
def asked_for(housing: Topic, alena_operator: User) -> HelpRequest:
    contact = Contact(channel="phone", address="+48 600 100 200")
    holder = make_holder(office=alena_operator.office, contact=contact)
    return make_request(client=holder.client, topic=housing, story=STORY)


def _end_agreement(partner: Partner) -> None:
    with writing():
        over = timezone.localdate() - timedelta(days=1)
        Partner.objects.filter(pk=partner.pk).update(agreed_on=over - timedelta(days=9), valid_until=over)


def test_an_agreement_that_ended_refuses_sending_and_opening(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    made, digits = hand_over(asked_for, partner, by=alena_operator)
    _end_agreement(partner)
    assert open_handover(digits=digits) is None
    with pytest.raises(NotNow):
        send(referral=made, by=alena_operator)
    with pytest.raises(NotNow):
        make_referral(
            make_request(office=alena_operator.office, topic=asked_for.topic), partner, by=alena_operator
        )
    refused = AccessEntry.objects.filter(verb="referral.open", is_refused=True)
    assert refused.filter(object_id=str(made.pk)).count() == 1


def test_a_partner_whose_entry_in_the_directory_is_shut_is_not_offered(
    asked_for: HelpRequest, housing: Topic, alena_operator: User
) -> None:
    works = make_partner(housing, name="Works", service=make_service("works"))
    shut = make_partner(housing, name="Shut", service=make_service("shut", status="closed"))
    rests = make_partner(housing, name="Rests", service=make_service("rests", status="suspended"))
    assert list(Partner.objects.taking(asked_for)) == [works]
    for one in (shut, rests):
        with pytest.raises(NotNow):
            make_referral(asked_for, one, by=alena_operator)


def test_a_partner_comes_from_the_directory_with_topics_and_the_days_of_the_agreement(
    sign_in: SignIn, hanna_coordinator: User, housing: Topic
) -> None:
    desk, url = sign_in(Browser(), hanna_coordinator), reverse("referrals:new_partner")
    today = timezone.localdate()
    typed = {"name": "Dach nad glowa", "country": "PL", "is_active": "on", "topics": [str(housing.pk)]}
    typed |= {"agreed_on": today.isoformat(), "valid_until": (today + timedelta(days=90)).isoformat()}
    for missing in ("service", "topics", "valid_until", "agreed_on"):
        whole = typed | {"service": str(make_service(f"dach-{missing}").pk)}
        answer = desk.post(url, {name: value for name, value in whole.items() if name != missing})
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, [missing])
    backwards = typed | {"service": str(make_service("dach").pk), "valid_until": "2020-01-01"}
    assert desk.post(url, backwards).status_code == 422
    assert desk.post(url, typed | {"service": backwards["service"]}).status_code == 302
    made = Partner.objects.get()
    assert (made.service.slug if made.service else "", list(made.topics.all())) == ("dach", [housing])
    _end_agreement(made)
    assert "ended" in desk.get(reverse("referrals:partners")).content.decode()


def test_a_consent_holds_for_one_partner_one_thing_and_one_purpose(
    asked_for: HelpRequest, partner: Partner, housing: Topic, alena_operator: User
) -> None:
    other = make_partner(housing, name="Other")
    hand_over(asked_for, partner, by=alena_operator, agreed=(DataSet.STORY,))
    assert [(one.partner, one.data_set) for one in Consent.objects.all()] == [("dach", "story/roof")]
    to_other = make_referral(asked_for, other, by=alena_operator)
    agreed = record_consents(referral=to_other, agreed=[DataSet.NEED], by=alena_operator)
    handed = open_handover(digits=send(referral=agreed, by=alena_operator))
    assert handed is not None
    assert len(parts_of(handed.payload)) == 1
    assert STORY not in handed.payload  # her yes to the first partner opens nothing for the second
    first = Referral.objects.get(partner=partner)
    partner_says(referral=first, answer=ReferralStatus.DECLINED, why_not=WhyNot.FULL)
    again = make_referral(asked_for, partner, by=alena_operator, aim=Aim.LEGAL)
    agreed = record_consents(referral=again, agreed=[DataSet.NEED], by=alena_operator)
    handed = open_handover(digits=send(referral=agreed, by=alena_operator))
    assert handed is not None
    assert STORY not in handed.payload  # nor the yes to a roof anything for legal help


def test_what_was_said_aloud_is_kept_with_who_recorded_it(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    hand_over(asked_for, partner, by=alena_operator, agreed=(DataSet.NEED,))
    assert Consent.objects.get().recorded_by == alena_operator


def test_a_replayed_code_is_refused_logged_and_told_to_a_colleague(
    sign_in: SignIn, asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    made, digits = hand_over(asked_for, partner, by=alena_operator)
    first = open_handover(digits=digits)
    assert first is not None
    assert not AccessEntry.objects.filter(verb="referral.replay").exists()
    page = Browser().post("/pl/handover/", {"code": digits})
    assert page.status_code == 200
    assert STORY not in page.content.decode()
    (entry,) = AccessEntry.objects.filter(verb="referral.replay")
    assert (entry.object_id, entry.is_refused) == (str(made.pk), True)
    assert OutgoingMessage.objects.filter(user=alena_operator).count() == 1
    assert asked_for.events.filter(kind="referral_replayed").count() == 1
    desk = sign_in(Browser(), alena_operator)
    shown = desk.get(reverse("referrals:open", args=[made.pk])).content.decode()
    assert "A used code was typed again" in shown
    assert open_handover(digits=first.next_digits) is not None  # the partner's own way stays open


def test_codes_of_a_hand_over_that_ended_or_was_sent_anew_count_as_replayed(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    made, first = hand_over(asked_for, partner, by=alena_operator)
    second = send(referral=made, by=alena_operator)
    assert open_handover(digits=first) is None
    partner_says(referral=made, answer=ReferralStatus.DECLINED, why_not=WhyNot.FULL)
    assert open_handover(digits=second) is None
    assert AccessEntry.objects.filter(verb="referral.replay", is_refused=True).count() == 2


def test_silence_alarms_on_the_day_agreed(
    asked_for: HelpRequest, partner: Partner, alena_operator: User
) -> None:
    made, _digits = hand_over(asked_for, partner, by=alena_operator)
    days = (made.due_on - timezone.localdate()).days
    for later, alarms in ((days - 1, 0), (days, 1), (days, 0), (days + 1, 1)):
        with time_machine.travel(timezone.now() + timedelta(days=later)):
            assert sound_alarms() == alarms, later
    assert OutgoingMessage.objects.filter(user=alena_operator).exists()
    partner_says(referral=made, answer=ReferralStatus.ACCEPTED, why_not=None)
    with time_machine.travel(timezone.now() + timedelta(days=days + 2)):
        assert sound_alarms() == 0  # an answer sets a new day


def test_an_override_without_a_reason_or_by_somebody_else_goes_nowhere(
    sign_in: SignIn, asked_for: HelpRequest, partner: Partner, hanna_coordinator: User, alena_operator: User
) -> None:
    made = make_referral(asked_for, partner, by=alena_operator)
    desk = sign_in(Browser(), hanna_coordinator)
    assert desk.post(reverse("referrals:without", args=[made.pk]), {"reason": ""}).status_code == 422
    assert desk.post(reverse("referrals:without", args=[made.pk]), {"reason": "hurry"}).status_code == 422
    made.refresh_from_db()
    assert (made.without_by, made.status) == (None, ReferralStatus.ASKED.value)
    with pytest.raises(Refused):
        propose_without(referral=made, reason=WhyWithout.LAW, by=alena_operator)
    assert set(SETS) == {DataSet.NEED, DataSet.CONTACT, DataSet.STORY}
