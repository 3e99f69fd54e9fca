"""Whoever stands in: as long as she does, in what she stands in for, and never in the lawyers' own notes."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.casefile.queries.inbox import helpers_of
from cases.legal.actions import add_deadline, give_grant, hand_over, keep_note, name_deputy, seal_case
from cases.legal.models import CaseGrant, LegalCase
from cases.legal.permissions import can_read_privileged, can_run
from cases.legal.workflow import WhyGranted
from cases.moving.actions import end_absence
from cases.requests.actions.seals import seal_off
from cases.requests.permissions import can_read_story
from cases.requests.workflow import WhySealed
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from tests.cases.moving.test_absences import away
from tests.factories.legal import make_case, members_of
from tests.factories.moving import colleague
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alena_operator: User, maks_lawyer: User) -> LegalCase:
    return make_case(by=alena_operator, lawyer=maks_lawyer)


@pytest.fixture
def lara(maks_lawyer: User) -> User:
    return colleague(maks_lawyer, Role.LAWYER, "Lara")


@pytest.fixture
def third(maks_lawyer: User) -> User:
    return colleague(maks_lawyer, Role.LAWYER, "Third")


def last_day() -> date:
    return timezone.localdate() + timedelta(days=5)


def fresh(case: LegalCase) -> LegalCase:
    return LegalCase.objects.get(pk=case.pk)


def live(case: LegalCase, user: User) -> list[str]:
    return [grant.why for grant in CaseGrant.objects.live().filter(legal_case=case, user=user)]


def test_standing_in_ends_when_the_case_goes_to_another_lawyer(
    case: LegalCase, maks_lawyer: User, lara: User, third: User, hanna_coordinator: User, alena_operator: User
) -> None:
    keep_note(legal_case=case, body="for us alone", note_id=uuid4(), by=maks_lawyer)
    absence = away(maks_lawyer, by=hanna_coordinator, deputy=lara)
    assert live(case, lara) == ["stand_in"]
    hand_over(legal_case=fresh(case), lawyer=third, by=alena_operator)
    assert live(case, lara) == []
    assert not can_read_privileged(lara, fresh(case))
    assert not LegalCase.objects.visible_to(lara).exists()
    assert not can_read_story(lara, members_of(case)[0].help_request)
    end_absence(absence=absence, by=maks_lawyer)
    assert live(case, third) == ["assigned"]


def test_the_deputy_who_takes_the_case_over_is_its_lawyer(
    case: LegalCase, lara: User, maks_lawyer: User, hanna_coordinator: User, alena_operator: User
) -> None:
    away(maks_lawyer, by=hanna_coordinator, deputy=lara)
    hand_over(legal_case=fresh(case), lawyer=lara, by=alena_operator)
    assert live(case, lara) == ["assigned"]
    assert can_read_privileged(lara, fresh(case))


def test_another_deputy_takes_the_place_of_the_first(
    case: LegalCase, maks_lawyer: User, lara: User, third: User, hanna_coordinator: User
) -> None:
    away(maks_lawyer, by=hanna_coordinator, deputy=lara)
    name_deputy(legal_case=case, deputy=third, away_until=last_day(), by=maks_lawyer)
    assert live(case, lara) == []
    assert not LegalCase.objects.visible_to(lara).exists()


def test_privileged_notes_never_open_by_standing_in(
    case: LegalCase, lara: User, third: User, alena_operator: User, maks_lawyer: User
) -> None:
    give_grant(legal_case=case, user=lara, why=WhyGranted.STAND_IN, until=last_day(), by=alena_operator)
    assert can_run(lara, fresh(case))
    assert not can_read_privileged(lara, fresh(case)), "she was never the deputy"
    give_grant(legal_case=case, user=third, why=WhyGranted.SECOND_LAWYER, until=last_day(), by=alena_operator)
    assert can_read_privileged(third, fresh(case))


def letter_of(case: LegalCase, by: User) -> str:
    """The address at which the last day of a member is confirmed."""
    member, today = members_of(case)[0], timezone.localdate()
    deadline = add_deadline(membership=member, kind="pl_refusal", document_on=today, by=by)
    return reverse("legal:deadline", args=[case.pk, deadline.pk])


def test_a_deputy_named_on_the_case_reads_the_letter_that_she_confirms(
    client: Client, sign_in: SignIn, case: LegalCase, maks_lawyer: User, lara: User
) -> None:
    confirm, request = letter_of(case, maks_lawyer), members_of(case)[0].help_request
    page = reverse("casefile:open", args=[request.pk])
    signed = sign_in(client, lara)
    assert signed.get(page).status_code == 404
    name_deputy(legal_case=case, deputy=lara, away_until=last_day(), by=maks_lawyer)
    assert signed.get(page).status_code == 200
    assert signed.post(confirm, {"verb": "confirm", "due_on": last_day()}).status_code == 302
    assert case.memberships.filter(deadlines__confirmed_by=lara).exists()
    assert helpers_of(request.client)[0].people == 2
    with time_machine.travel(timezone.now() + timedelta(days=6)):
        assert not can_read_story(lara, request), "not a day longer"
    name_deputy(legal_case=case, deputy=None, away_until=None, by=maks_lawyer)
    assert not can_read_story(lara, request)
    assert helpers_of(request.client)[0].people == 1


def test_a_longer_absence_is_longer_access(case: LegalCase, maks_lawyer: User, lara: User) -> None:
    for until in (timezone.localdate(), last_day()):
        name_deputy(legal_case=case, deputy=lara, away_until=until, by=maks_lawyer)
    assert CaseGrant.objects.live().get(user=lara).until == last_day()


def test_of_what_is_sealed_off_a_deputy_opens_nobody_and_no_client_counts_her(
    case: LegalCase, alena_operator: User, maks_lawyer: User, lara: User
) -> None:
    mixed = make_case(by=alena_operator, lawyer=maks_lawyer)
    seal_case(legal_case=case, why=WhySealed.SHE_ASKED, by=maks_lawyer)
    sealed_off = members_of(mixed)[0].help_request
    seal_off(help_request=sealed_off, why=WhySealed.SHE_ASKED, by=maks_lawyer)
    for each in (case, mixed):
        name_deputy(legal_case=fresh(each), deputy=lara, away_until=last_day(), by=maks_lawyer)
        assert live(each, lara) == []
        request = members_of(each)[0].help_request
        assert not can_read_story(lara, request)
        assert helpers_of(request.client)[0].people == 1
    assert set(LegalCase.objects.visible_to(lara)) == {case, mixed}, "she knows that there is something"
