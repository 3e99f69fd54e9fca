"""After a meeting: a step for all who came, the rest back to the queue, each in one click."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cases.legal.actions import record_attendance, return_absent, tick_for_present
from cases.legal.models import Consultation, LegalCase, Membership, MemberStep, StepTemplate
from cases.legal.workflow import StepState
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from tests.factories.legal import invite_all, make_case, make_meeting, members_of, move_meeting
from tests.factories.requests import make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alena_operator: User, maks_lawyer: User) -> LegalCase:
    return make_case(by=alena_operator, lawyer=maks_lawyer, members=3)


@pytest.fixture
def met(case: LegalCase, maks_lawyer: User) -> tuple[Consultation, Membership]:
    """A meeting that is over, and the one of three invited members who came."""
    meeting = make_meeting(case, by=maks_lawyer)
    first, *_others = invite_all(meeting, by=maks_lawyer)
    move_meeting(meeting, -1)
    record_attendance(invitation=first, came=True, by=maks_lawyer)
    return Consultation.objects.select_related("legal_case").get(pk=meeting.pk), first.membership


def test_a_step_is_ticked_for_those_who_came_and_only_for_them(
    client: Client, sign_in: SignIn, case: LegalCase, met: tuple[Consultation, Membership], maks_lawyer: User
) -> None:
    meeting, came = met
    signed, url = sign_in(client, maks_lawyer), reverse("legal:tick", args=[case.pk, meeting.pk])
    assert (
        reverse("legal:give_back", args=[case.pk, meeting.pk])
        in signed.get(reverse("legal:open", args=[case.pk])).content.decode()
    )
    signed.post(url, {"step": "nonsense"})
    assert not MemberStep.objects.filter(state=StepState.DONE.value).exists()
    signed.post(url, {"step": "collect"})
    done = MemberStep.objects.filter(state=StepState.DONE.value)
    assert [(row.membership_id, row.template.slug) for row in done] == [(came.pk, "collect")]


def test_the_rest_goes_back_to_the_queue_as_it_stood(
    client: Client,
    sign_in: SignIn,
    case: LegalCase,
    met: tuple[Consultation, Membership],
    alena_operator: User,
) -> None:
    meeting, came = met
    late = make_request(office=alena_operator.office)  # joined after the meeting: not invited to it
    sign_in(client, alena_operator).post(reverse("legal:add", args=[case.pk]), {"code": late.code})
    client.post(reverse("legal:give_back", args=[case.pk, meeting.pk]))
    assert {row.help_request_id for row in members_of(case)} == {came.help_request_id, late.pk}
    back = HelpRequest.objects.exclude(pk__in=[came.help_request_id, late.pk])
    assert {row.status for row in back} == {Status.NEW.value}
    assert return_absent(consultation=meeting, by=alena_operator) == 0


def test_nothing_of_it_before_the_meeting_nor_by_strangers(
    case: LegalCase, maks_lawyer: User, jonas_operator: User
) -> None:
    meeting = make_meeting(case, by=maks_lawyer)
    invite_all(meeting, by=maks_lawyer)
    step = StepTemplate.objects.get(slug="collect")
    for by, sorry in ((maks_lawyer, NotNow), (jonas_operator, Refused)):
        with pytest.raises(sorry):
            return_absent(consultation=meeting, by=by)
        with pytest.raises(sorry):
            tick_for_present(consultation=meeting, template=step, by=by)
