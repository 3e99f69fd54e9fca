"""Consents at the desk: noted for a caller, read by whoever reads her story, taken back in her name."""

from __future__ import annotations

import pytest
from django.test import Client as Browser

from cases.requests.models import Consent, HelpRequest
from helpdesk.accounts.models import User
from tests.factories.requests import make_holder, make_request
from tests.factories.web import unlock
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def help_request(alena_operator: User) -> HelpRequest:
    return make_request(office=alena_operator.office)


def note(browser: Browser, help_request: HelpRequest, wording: str = "Так, няхай будзе перакладчык.") -> int:
    typed = {"purpose": "interpreter", "wording": wording}
    return browser.post(f"/desk/requests/{help_request.pk}/consents/", typed).status_code


def test_an_operator_notes_it_and_reads_the_words(
    client: Browser, help_request: HelpRequest, alena_operator: User, sign_in: SignIn
) -> None:
    desk = sign_in(client, alena_operator)
    assert note(desk, help_request) == 302
    page = desk.get(f"/desk/requests/{help_request.pk}/consents/").content.decode()
    assert "няхай будзе перакладчык" in page
    assert Consent.objects.get().recorded_by == alena_operator


def test_without_words_there_is_no_consent(
    client: Browser, help_request: HelpRequest, alena_operator: User, sign_in: SignIn
) -> None:
    assert note(sign_in(client, alena_operator), help_request, wording=" ") == 422
    assert not Consent.objects.exists()


def test_a_coordinator_takes_it_back_without_reading_it(
    help_request: HelpRequest, alena_operator: User, hanna_coordinator: User, sign_in: SignIn
) -> None:
    note(sign_in(Browser(), alena_operator), help_request)
    desk = sign_in(Browser(), hanna_coordinator)
    assert "перакладчык." not in desk.get(f"/desk/requests/{help_request.pk}/consents/").content.decode()
    assert note(desk, help_request) == 403
    where = f"/desk/requests/{help_request.pk}/consents/no/"
    assert desk.post(where, {"consent": Consent.objects.get().pk}).status_code == 302
    assert not Consent.objects.live().exists()
    assert desk.post(where, {"consent": "?"}).status_code == 404


def test_another_office_sees_nothing(
    client: Browser, help_request: HelpRequest, alena_operator: User, jonas_operator: User, sign_in: SignIn
) -> None:
    note(sign_in(Browser(), alena_operator), help_request)
    desk = sign_in(client, jonas_operator)
    assert desk.get(f"/desk/requests/{help_request.pk}/consents/").status_code == 404
    assert note(desk, help_request) == 404


def test_a_consent_of_somebody_else_is_not_taken_back_here(
    client: Browser, help_request: HelpRequest, alena_operator: User, sign_in: SignIn
) -> None:
    desk = sign_in(client, alena_operator)
    note(desk, help_request)
    other = make_request(office=alena_operator.office)
    where = f"/desk/requests/{other.pk}/consents/no/"
    assert desk.post(where, {"consent": Consent.objects.get().pk}).status_code == 404


def test_what_was_noted_on_the_phone_stands_in_her_inbox(
    client: Browser, alena_operator: User, sign_in: SignIn
) -> None:
    holder = make_holder(office=alena_operator.office)
    note(sign_in(Browser(), alena_operator), make_request(client=holder.client))
    unlock(client, holder.digits)
    assert "няхай будзе перакладчык" in client.get("/be/inbox/agreed/").content.decode()
