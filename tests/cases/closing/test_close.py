"""Closing and opening again: every open state, once, with undo, and by whom."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.closing.actions import close, rate, reopen, withdraw
from cases.requests.models import Event, HelpRequest
from cases.requests.workflow import OPEN, Outcome, Status
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from tests.factories.requests import make_holder, make_request


@pytest.fixture
def desk(client: Client, sign_in: Any, alena_operator: User) -> Client:
    return sign_in(client, alena_operator)


def state_of(help_request: HelpRequest) -> tuple[str, str]:
    fresh = HelpRequest.objects.get(pk=help_request.pk)
    return fresh.status, fresh.outcome


@pytest.mark.parametrize("status", sorted(OPEN))
def test_every_open_state_can_be_closed_with_an_outcome(
    status: Status, office_warsaw: Any, alena_operator: User
) -> None:
    help_request = make_request(office=office_warsaw, status=status)
    close(help_request=help_request, outcome=Outcome.SOLVED, by=alena_operator)
    assert state_of(help_request) == (Status.CLOSED, Outcome.SOLVED)
    assert AccessEntry.objects.filter(verb="request.close", object_id=str(help_request.pk)).count() == 1


def test_closing_on_the_page_offers_undo_and_undo_opens_it_again(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    data = {"outcome": "solved", "seen": "0"}
    page = desk.post(reverse("closing:close", args=[help_request.pk]), data, follow=True).content.decode()
    undo = reverse("closing:reopen", args=[help_request.pk])
    assert f'formaction="{undo}"' in page
    assert 'id="undo"' in page
    desk.post(undo)
    assert state_of(help_request) == (Status.TRIAGED, "")


def test_the_same_form_sent_twice_closes_once(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    for _ in range(2):
        response = desk.post(
            reverse("closing:close", args=[help_request.pk]), {"outcome": "spam", "seen": "0"}
        )
        assert response.status_code == 302
    assert Event.objects.filter(help_request=help_request, kind="closed").count() == 1


def test_closing_without_an_outcome_is_refused(desk: Client, office_warsaw: Any) -> None:
    help_request = make_request(office=office_warsaw)
    response = desk.post(reverse("closing:close", args=[help_request.pk]), {"outcome": "", "seen": "0"})
    assert response.status_code == 422
    assert state_of(help_request)[0] == Status.NEW


def test_a_page_that_is_out_of_date_closes_nothing(
    desk: Client, office_warsaw: Any, alena_operator: User
) -> None:
    help_request = make_request(office=office_warsaw, status=Status.TRIAGED)
    response = desk.post(reverse("closing:close", args=[help_request.pk]), {"outcome": "solved", "seen": "0"})
    assert "has changed meanwhile" in response.content.decode()
    assert state_of(help_request)[0] == Status.TRIAGED


def test_a_second_outcome_does_not_replace_the_first(office_warsaw: Any, alena_operator: User) -> None:
    help_request = make_request(office=office_warsaw, status=Status.CLOSED)
    with pytest.raises(NotNow):
        close(help_request=help_request, outcome=Outcome.SPAM, by=alena_operator)


def test_strangers_close_nothing(
    client: Client,
    sign_in: Any,
    office_warsaw: Any,
    jonas_operator: User,
    maks_lawyer: User,
    ina_editor: User,
) -> None:
    help_request = make_request(office=office_warsaw)
    address = reverse("closing:close", args=[help_request.pk])
    data = {"outcome": "solved", "seen": "0"}
    assert sign_in(client, jonas_operator).post(address, data).status_code == 404
    assert sign_in(client, maks_lawyer).post(address, data).status_code == 404
    assert sign_in(client, ina_editor).post(address, data).status_code == 403
    with pytest.raises(Refused):
        close(help_request=help_request, outcome=Outcome.SOLVED, by=jonas_operator)
    with pytest.raises(Refused):
        reopen(help_request=help_request, by=maks_lawyer)


def test_a_client_withdraws_and_rates_only_her_own(office_warsaw: Any) -> None:
    holder, stranger = make_holder(office=office_warsaw), make_holder(office=office_warsaw)
    help_request = make_request(client=holder.client)
    with pytest.raises(Refused):
        withdraw(help_request=help_request, by=stranger.actor)
    with pytest.raises(Refused):
        rate(help_request=help_request, stars=5, by=stranger.actor)
    with pytest.raises(NotNow):
        rate(help_request=help_request, stars=5, by=holder.actor)
    withdraw(help_request=help_request, by=holder.actor)
    withdraw(help_request=help_request, by=holder.actor)
    assert state_of(help_request) == (Status.CLOSED, Outcome.WITHDRAWN)
    rate(help_request=help_request, stars=4, by=holder.actor)
    assert HelpRequest.objects.get(pk=help_request.pk).rating == 4


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_stars_are_one_to_five(office_warsaw: Any, stars: int) -> None:
    help_request = make_request(office=office_warsaw, status=Status.ANSWERED)
    with pytest.raises(NotNow):
        rate(help_request=help_request, stars=stars, by=ByReceipt(help_request.client_id))
