"""The person's own page: consent first, answers for her eyes only, and a way back."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from cases.closing.actions import erase_client
from cases.duty.models import Alarm
from cases.intake.actions import change_receipt
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status
from cases.screening.models import Screening, StepDecision
from helpdesk.accounts.models import Office
from helpdesk.audit.guard import writing
from helpdesk.sealing.actions import open_with
from helpdesk.sealing.models import DataKey, WrappedKey
from tests.factories.requests import Holder, make_digits, make_holder, make_request
from tests.factories.web import unlock

pytestmark = pytest.mark.django_db
PAGE = "/en/inbox/questions/"


@pytest.fixture
def holder(office_warsaw: Office) -> Holder:
    return make_holder(office=office_warsaw)


@pytest.fixture
def help_request(holder: Holder) -> HelpRequest:
    return make_request(client=holder.client)


@pytest.fixture
def inside(client: Browser, holder: Holder, help_request: HelpRequest) -> Browser:
    unlock(client, holder.digits, "en")
    return client


def answer(browser: Browser, help_request: HelpRequest, **answers: str) -> Any:
    typed = {"thread": str(help_request.pk), "agreed": "yes", "send": "yes", **answers}
    return browser.post(PAGE, typed)


def test_a_stranger_is_sent_to_unlock(client: Browser, help_request: HelpRequest) -> None:
    assert client.get(PAGE).url == "/en/back/"
    assert answer(client, help_request, roof="no").url == "/en/back/"
    assert not Screening.objects.exists()


def test_consent_comes_first_and_nothing_is_asked_without_it(
    inside: Browser, help_request: HelpRequest
) -> None:
    page = inside.get(PAGE).content.decode()
    assert "help does not depend on it" in page
    assert "safe place to sleep" not in page
    inside.post(PAGE, {"thread": str(help_request.pk), "send": "yes", "roof": "no"})
    assert not Screening.objects.exists()
    questions = inside.post(PAGE, {"thread": str(help_request.pk), "agreed": "yes"}).content.decode()
    assert "safe place to sleep" in questions
    assert "<title>Ganak</title>" in questions


def test_answers_are_sealed_and_only_flags_come_out(
    inside: Browser, holder: Holder, help_request: HelpRequest
) -> None:
    assert answer(inside, help_request, roof="no", violence="skip", torture="yes").url == PAGE
    screening = Screening.objects.select_related("screening_key").get()
    assert screening.raised == ["homeless", "torture_survivor"]
    help_request.refresh_from_db()
    assert help_request.flags == ["homeless", "torture_survivor"]
    assert help_request.urgency == "emergency"
    words = open_with(holder.key, screening, ["answers", "consent"])[0]
    assert words["answers"] == '{"roof": "no", "torture": "yes"}'
    assert "help does not depend on it" in words["consent"]


def test_no_roof_tonight_rings_whoever_is_on_duty(inside: Browser, help_request: HelpRequest) -> None:
    answer(inside, help_request, roof="no")
    assert Alarm.objects.filter(help_request=help_request).count() == 1


def test_every_question_may_be_skipped(inside: Browser, help_request: HelpRequest) -> None:
    answer(inside, help_request)
    assert Screening.objects.get().raised == []
    assert "You answered no question" in inside.get(PAGE).content.decode()


def test_she_reads_her_answers_again_but_no_flag(inside: Browser, help_request: HelpRequest) -> None:
    answer(inside, help_request, violence="yes")
    page = inside.get(PAGE).content.decode()
    assert "Does somebody close hurt you" in page
    for secret in ("domestic_violence", "violence at home", "Niebieska"):
        assert secret not in page
        assert secret not in inside.get("/en/inbox/").content.decode()


def test_her_answers_are_hidden_on_a_device_that_may_be_searched(
    inside: Browser, holder: Holder, help_request: HelpRequest
) -> None:
    answer(inside, help_request, violence="yes")
    with writing():
        holder.client.device_may_be_searched = True
        holder.client.save(update_fields=["device_may_be_searched"])
    page = inside.get(PAGE).content.decode()
    assert "Does somebody close hurt you" not in page
    assert "erase the answers" in page


def test_answering_again_takes_the_place_of_the_old_answers(
    inside: Browser, help_request: HelpRequest
) -> None:
    answer(inside, help_request, roof="no")
    old = Screening.objects.get().screening_key_id
    assert old is not None
    answer(inside, help_request, roof="yes", ill="yes")
    help_request.refresh_from_db()
    assert help_request.flags == ["chronic_illness"]
    assert Screening.objects.count() == 1
    assert not DataKey.objects.filter(pk=old).exists()


def test_a_flag_known_from_elsewhere_stays_when_she_takes_the_consent_back(
    client: Browser, holder: Holder
) -> None:
    help_request = make_request(client=holder.client, flags=["single_parent", "homeless"])
    unlock(client, holder.digits, "en")
    answer(client, help_request, roof="no", torture="yes")
    key = Screening.objects.get().screening_key_id
    assert key is not None
    page = client.post(PAGE, {"thread": str(help_request.pk), "withdraw": "yes"}).content.decode()
    assert "It is erased" in page
    help_request.refresh_from_db()
    assert help_request.flags == ["homeless", "single_parent"]
    assert not Screening.objects.exists()
    assert not WrappedKey.objects.filter(data_key=key).exists()
    assert not StepDecision.objects.exists()


def test_she_cannot_answer_for_somebody_elses_request(inside: Browser, office_warsaw: Office) -> None:
    other = make_request(client=make_holder(office=office_warsaw).client)
    assert answer(inside, other, roof="no").status_code == 404
    assert not Screening.objects.exists()


def test_without_an_open_request_there_is_nothing_to_ask(client: Browser, holder: Holder) -> None:
    make_request(client=holder.client, status=Status.CLOSED)
    unlock(client, holder.digits, "en")
    assert client.get(PAGE).url == "/en/inbox/"


def test_a_changed_receipt_still_opens_her_answers(
    inside: Browser, holder: Holder, help_request: HelpRequest
) -> None:
    answer(inside, help_request, violence="yes")
    key = change_receipt(client=holder.client, digits=make_digits(), opener=holder.key)
    screening = Screening.objects.select_related("screening_key").get()
    assert "violence" in open_with(key, screening, ["answers"])[0]["answers"]


def test_erasing_everything_erases_the_answers_with_their_key(
    inside: Browser, holder: Holder, help_request: HelpRequest
) -> None:
    answer(inside, help_request, violence="yes")
    key = Screening.objects.get().screening_key_id
    assert key is not None
    erase_client(client=holder.client, by=holder.actor)
    assert not Screening.objects.exists()
    assert not DataKey.objects.filter(pk=key).exists()


def test_the_same_form_sent_twice_is_one_screening(inside: Browser, help_request: HelpRequest) -> None:
    for _ in range(2):
        answer(inside, help_request, violence="yes")
    assert Screening.objects.count() == 1
    help_request.refresh_from_db()
    assert help_request.flags == ["domestic_violence"]


def test_the_pages_cost_few_queries(inside: Browser, help_request: HelpRequest) -> None:
    with CaptureQueriesContext(connection) as seen:
        inside.get(PAGE)
    assert len(seen) <= 4
    answer(inside, help_request, violence="yes")
    with CaptureQueriesContext(connection) as seen:
        inside.get(PAGE)
    assert len(seen) <= 6
