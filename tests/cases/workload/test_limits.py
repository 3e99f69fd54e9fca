"""More than somebody's limit: a warning, then no without a reason, and the reason is written down."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from cases.answers.actions.replies import Draft, reply
from cases.legal.actions import open_case
from cases.requests.models import HelpRequest
from cases.requests.workflow import Urgency
from cases.rest.actions import OverLimit, set_limit
from cases.rest.models import LimitPassed, WorkLimit
from cases.rest.queries import open_weight
from cases.rest.rules import WhyOver
from cases.triage.actions import assign
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.legal import make_case_type
from tests.factories.requests import make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(alena_operator: User, hanna_coordinator: User, office_warsaw: Office) -> HelpRequest:
    """She carries two of three; what is to be given weighs two."""
    set_limit(of=alena_operator, most_weight=3, most_hours=30, by=hanna_coordinator)
    assign(help_request=make_request(office=office_warsaw), to=alena_operator, by=hanna_coordinator)
    return make_request(office=office_warsaw)


def test_the_weight_is_that_of_open_requests(alena_operator: User, office_warsaw: Office) -> None:
    for urgency, turn, status in (
        (Urgency.EMERGENCY, "us", "new"),
        (Urgency.LOW, "us", "new"),
        (Urgency.EMERGENCY, "client", "answered"),
        (Urgency.HIGH, "us", "in_case"),
    ):
        row = make_request(office=office_warsaw, urgency=urgency)
        with writing():
            HelpRequest.objects.filter(pk=row.pk).update(turn=turn, status=status, assigned_to=alena_operator)
    assert open_weight(alena_operator) == 4 + 1 + 1 + 1


def test_over_the_limit_is_refused_without_a_reason(
    full: HelpRequest, alena_operator: User, hanna_coordinator: User
) -> None:
    for why in ("", "because"):
        with pytest.raises(OverLimit):
            assign(help_request=full, to=alena_operator, by=hanna_coordinator, why=why)
    assert HelpRequest.objects.get(pk=full.pk).assigned_to is None
    assign(help_request=full, to=alena_operator, by=hanna_coordinator, why=WhyOver.LANGUAGE)
    passed = LimitPassed.objects.get()
    assert (passed.user, passed.weight, passed.most_weight, passed.why) == (alena_operator, 4, 3, "language")
    assert AccessEntry.objects.filter(verb="limit.pass", reason="language").count() == 1


def test_whoever_takes_it_herself_is_held_to_the_same_limit(full: HelpRequest, alena_operator: User) -> None:
    with pytest.raises(OverLimit):
        assign(help_request=full, to=alena_operator, by=alena_operator)


def test_without_a_limit_nothing_is_refused(
    alena_operator: User, hanna_coordinator: User, office_warsaw: Office
) -> None:
    set_limit(of=alena_operator, most_weight=None, most_hours=40, by=hanna_coordinator)
    for _again in range(4):
        assign(help_request=make_request(office=office_warsaw), to=alena_operator, by=hanna_coordinator)


def test_an_answer_is_never_lost_to_a_limit(full: HelpRequest, alena_operator: User) -> None:
    reply(help_request=full, draft=Draft("Добры дзень", "be", uuid4()), by=alena_operator)
    assert LimitPassed.objects.get().why == WhyOver.KNOWS.value


def test_a_whole_case_over_the_limit_needs_a_reason_too(
    maks_lawyer: User, hanna_coordinator: User, office_warsaw: Office
) -> None:
    set_limit(of=maks_lawyer, most_weight=2, most_hours=40, by=hanna_coordinator)
    three = [make_request(office=office_warsaw) for _one in range(3)]
    new = {"case_type": make_case_type(), "lawyer": maks_lawyer, "title": "", "by": hanna_coordinator}
    with pytest.raises(OverLimit):
        open_case(help_requests=three, **new)
    case = open_case(help_requests=three, why="agreed", **new)
    assert case.lawyer == maks_lawyer
    assert LimitPassed.objects.filter(user=maks_lawyer, weight=3).count() == 3


@pytest.mark.parametrize("htmx", [False, True])
def test_the_page_warns_then_refuses_without_a_reason_then_gives(
    client: Client,
    sign_in: SignIn,
    full: HelpRequest,
    alena_operator: User,
    hanna_coordinator: User,
    htmx: bool,
) -> None:
    User.objects.filter(pk=hanna_coordinator.pk).update(language="en")
    sign_in(client, hanna_coordinator)
    url, to = reverse("triage:assign", args=[full.pk]), {"to": str(alena_operator.pk)}
    headers = {"HTTP_HX_REQUEST": "true"} if htmx else {}
    warned = client.post(url, to, **headers).content.decode()
    assert "more than the limit" in warned
    assert "Without a reason" not in warned
    refused = client.post(url, {**to, "why": ""}, **headers).content.decode()
    assert "Without a reason it is not given" in refused
    assert HelpRequest.objects.get(pk=full.pk).assigned_to is None
    client.post(url, {**to, "why": "danger"}, **headers)
    assert HelpRequest.objects.get(pk=full.pk).assigned_to == alena_operator


def test_a_limit_is_set_by_a_coordinator_of_the_office_and_never_by_oneself(
    client: Client, sign_in: SignIn, alena_operator: User, hanna_coordinator: User, jonas_operator: User
) -> None:
    numbers = {"most_weight": 10, "most_hours": 40}
    for of, by in (
        (hanna_coordinator, hanna_coordinator),
        (jonas_operator, hanna_coordinator),
        (hanna_coordinator, alena_operator),
    ):
        with pytest.raises(Refused):
            set_limit(of=of, by=by, **numbers)
    sign_in(client, hanna_coordinator)
    url = reverse("rest:limit", args=[alena_operator.pk])
    assert client.post(url, {"most_weight": "0", "most_hours": "40"}).status_code == 422
    assert client.post(url, {"most_weight": "25", "most_hours": "30"}).status_code == 302
    assert WorkLimit.objects.get().most_weight == 25
    assert client.get(reverse("rest:limit", args=[jonas_operator.pk])).status_code == 404
