"""Whoever stands in: as long as she does, in what she stands in for, and never in the lawyers' own notes."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from cases.legal.actions import give_grant, hand_over, keep_note, name_deputy
from cases.legal.models import CaseGrant, LegalCase
from cases.legal.permissions import can_read_privileged, can_run
from cases.legal.workflow import WhyGranted
from cases.moving.actions import end_absence
from cases.requests.permissions import can_read_story
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from tests.cases.moving.test_absences import away
from tests.factories.legal import make_case, members_of
from tests.factories.moving import colleague

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
