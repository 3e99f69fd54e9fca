"""The desk's side: asked aloud with consent, steps that must be decided, and no answer that anybody reads."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases.closing.actions import close, withdraw
from cases.legal.actions import close_member
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome, Status
from cases.screening.models import Screening, StepDecision
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import Office, User
from helpdesk.audit.models import AccessEntry
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from tests.factories.legal import make_case, members_of
from tests.factories.requests import make_holder, make_request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """What is refused is said in the language of the reader; here she reads English."""
    with translation.override("en"):
        yield


@pytest.fixture
def help_request(office_warsaw: Office) -> HelpRequest:
    return make_request(office=office_warsaw, flags=["domestic_violence"], language="ru")


@pytest.fixture
def desk(client: Browser, sign_in: Any, alena_operator: User) -> Browser:
    alena_operator.language = "en"
    alena_operator.save()
    browser: Browser = sign_in(client, alena_operator)
    return browser


def aloud(browser: Browser, help_request: HelpRequest, **typed: str) -> Any:
    return browser.post(f"/desk/requests/{help_request.pk}/questions/", typed)


def decide(browser: Browser, help_request: HelpRequest, step: str, state: str, reason: str = "") -> Any:
    return browser.post(
        f"/desk/requests/{help_request.pk}/steps/", {"step": step, "state": state, "reason": reason}
    )


def test_without_recorded_consent_nothing_is_kept(desk: Browser, help_request: HelpRequest) -> None:
    assert aloud(desk, help_request, roof="no").status_code == 422
    assert not Screening.objects.exists()


def test_answers_asked_aloud_are_kept_with_the_consent_in_the_persons_language(
    desk: Browser, help_request: HelpRequest, alena_operator: User
) -> None:
    assert aloud(desk, help_request, agreed="on", torture="yes").status_code == 302
    screening = Screening.objects.select_related("screening_key").get()
    assert screening.asked_by == alena_operator
    help_request.refresh_from_db()
    assert help_request.flags == ["domestic_violence", "torture_survivor"]
    assert AccessEntry.objects.filter(verb="screening.answer", actor_id=str(alena_operator.pk)).count() == 1


def test_nobody_at_the_desk_reads_an_answer_again(desk: Browser, help_request: HelpRequest) -> None:
    aloud(desk, help_request, agreed="on", violence="no", pregnant="no", torture="yes")
    for address in ("", "questions/"):
        page = desk.get(f"/desk/requests/{help_request.pk}/{address}").content.decode()
        assert 'checked id="id_torture' not in page
        assert "selected" not in page.split("id_torture")[1][:200] if "id_torture" in page else True
        assert '"torture": "yes"' not in page


def test_the_consent_can_be_taken_back_at_the_desk(desk: Browser, help_request: HelpRequest) -> None:
    aloud(desk, help_request, agreed="on", torture="yes")
    aloud(desk, help_request, withdraw="yes")
    help_request.refresh_from_db()
    assert help_request.flags == ["domestic_violence"]
    assert not Screening.objects.exists()


def test_a_coordinator_sees_flags_and_steps_but_may_not_ask(
    client: Browser, sign_in: Any, hanna_coordinator: User, help_request: HelpRequest
) -> None:
    hanna_coordinator.language = "en"
    hanna_coordinator.save()
    desk = sign_in(client, hanna_coordinator)
    assert "800 120 002" in desk.get(f"/desk/requests/{help_request.pk}/").content.decode()
    assert aloud(desk, help_request, agreed="on", roof="no").status_code == 403
    assert decide(desk, help_request, "violence_pl", "done").status_code == 302
    assert StepDecision.objects.count() == 1


def test_another_office_finds_nothing(
    client: Browser, sign_in: Any, jonas_operator: User, help_request: HelpRequest
) -> None:
    desk = sign_in(client, jonas_operator)
    assert aloud(desk, help_request, agreed="on", roof="no").status_code == 404
    assert decide(desk, help_request, "violence_pl", "done").status_code == 404
    assert not StepDecision.objects.exists()


def test_a_request_with_an_open_step_cannot_be_closed(
    help_request: HelpRequest, alena_operator: User
) -> None:
    with pytest.raises(NotNow, match="required step"):
        close(help_request=help_request, outcome=Outcome.SOLVED, by=alena_operator)
    help_request.refresh_from_db()
    assert help_request.status == Status.NEW.value


def test_it_can_be_closed_once_every_step_is_decided(
    desk: Browser, help_request: HelpRequest, alena_operator: User
) -> None:
    decide(desk, help_request, "violence_pl", "done")
    close(help_request=help_request, outcome=Outcome.SOLVED, by=alena_operator)
    help_request.refresh_from_db()
    assert help_request.status == Status.CLOSED.value


def test_not_needed_wants_a_reason_which_is_sealed_and_shown_on_the_page(
    desk: Browser, help_request: HelpRequest, alena_operator: User
) -> None:
    decide(desk, help_request, "violence_pl", "not_needed")
    assert not StepDecision.objects.exists()
    decide(desk, help_request, "violence_pl", "not_needed", "яна ўжо ў прытулку")
    decision = StepDecision.objects.select_related("help_request__desk_key").get()
    assert "прытулку" not in repr(decision.reason)
    words = reveal_one(decision, ["reason"], by=alena_operator, reason=Reason.CLOSING)
    assert words == {"reason": "яна ўжо ў прытулку"}
    assert "яна ўжо ў прытулку" in desk.get(f"/desk/requests/{help_request.pk}/").content.decode()


def test_a_decision_can_be_taken_back(desk: Browser, help_request: HelpRequest) -> None:
    decide(desk, help_request, "violence_pl", "done")
    decide(desk, help_request, "violence_pl", "open")
    assert not StepDecision.objects.exists()


def test_a_step_of_another_country_or_flag_is_refused(desk: Browser, help_request: HelpRequest) -> None:
    for step in ("violence_lt", "roof_tonight", "no-such-step"):
        decide(desk, help_request, step, "done")
    assert not StepDecision.objects.exists()


def test_spam_is_closed_without_steps_and_the_person_may_always_withdraw(
    office_warsaw: Office, help_request: HelpRequest, alena_operator: User
) -> None:
    close(help_request=help_request, outcome=Outcome.SPAM, by=alena_operator)
    holder = make_holder(office=office_warsaw)
    own = make_request(client=holder.client, flags=["homeless"])
    withdraw(help_request=own, by=holder.actor)
    own.refresh_from_db()
    assert own.status == Status.CLOSED.value


def test_the_legal_case_is_no_way_around_an_open_step(
    help_request: HelpRequest, maks_lawyer: User, alena_operator: User
) -> None:
    membership = members_of(make_case(by=alena_operator, lawyer=maks_lawyer, help_requests=[help_request]))[0]
    with pytest.raises(NotNow, match="required step"):
        close_member(membership=membership, outcome=Outcome.SOLVED, by=maks_lawyer)


def test_the_steps_cost_the_page_one_query(
    desk: Browser, help_request: HelpRequest, office_warsaw: Office
) -> None:
    counts = []
    for flags in (
        [],
        ["domestic_violence"],
        ["domestic_violence", "homeless", "detained", "torture_survivor"],
    ):
        one = make_request(office=office_warsaw, flags=flags)
        desk.get(f"/desk/requests/{one.pk}/")
        with CaptureQueriesContext(connection) as seen:
            desk.get(f"/desk/requests/{one.pk}/")
        counts.append(len(seen))
    assert counts[1] == counts[2] == counts[0] + 1
