"""A lawyer is away and nobody stands in: others hear of the days in her cases before they pass."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.legal.actions import add_deadline, give_grant, name_deputy, remind_of_deadlines, seal_case
from cases.legal.actions.deadlines import confirm_deadline
from cases.legal.models import Deadline, LegalCase
from cases.legal.queries import access_page
from cases.legal.workflow import WhyGranted
from cases.moving.actions import answer_standing_in, end_absence, follow_absences
from cases.requests.models import Exclusion
from cases.requests.workflow import WhySealed
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.messaging.models import OutgoingMessage
from tests.cases.moving.test_absences import away
from tests.factories.legal import members_of
from tests.factories.moving import colleague, exclude, held_case
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def in_three_days(case: LegalCase) -> Deadline:
    """A confirmed day; nobody has been told of it."""
    today, lawyer = timezone.localdate(), case.lawyer
    assert lawyer is not None
    member = members_of(case)[0]
    deadline = add_deadline(membership=member, kind="pl_refusal", document_on=today, by=lawyer)
    confirm_deadline(deadline=deadline, due_on=today + timedelta(days=3), by=lawyer)
    return deadline


def told() -> set[User]:
    """Who was told since the last look."""
    found = {row.user for row in OutgoingMessage.objects.exclude(user=None) if row.user}
    with writing():
        OutgoingMessage.objects.all().delete()
    return found


def reminded(deadline: Deadline) -> set[User]:
    """Who hears of it now, whatever was told of before."""
    told()
    with writing():
        Deadline.objects.filter(pk=deadline.pk).update(reminded=None)
    assert remind_of_deadlines() == 1
    return told()


def test_without_a_deputy_the_desk_hears_before_the_day_and_not_when_she_is_back(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    deadline = in_three_days(held_case(maks_lawyer, by=alena_operator))
    assert reminded(deadline) == {maks_lawyer}
    absence = away(maks_lawyer, by=maks_lawyer)
    assert told() == {hanna_coordinator}, "cases are left without anybody"
    assert reminded(deadline) == {maks_lawyer, alena_operator, hanna_coordinator}
    end_absence(absence=absence, by=maks_lawyer)
    assert reminded(deadline) == {maks_lawyer}


def test_of_a_sealed_case_the_coordinator_hears_and_no_operator(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    lara = colleague(maks_lawyer, Role.LAWYER, "Lara")
    sealed = held_case(maks_lawyer, by=alena_operator)
    deadline = in_three_days(sealed)
    seal_case(legal_case=sealed, why=WhySealed.SHE_ASKED, by=maks_lawyer)
    away(maks_lawyer, by=hanna_coordinator, deputy=lara)
    assert reminded(deadline) == {maks_lawyer, hanna_coordinator}
    kinds = set(OutgoingMessage.objects.values_list("kind", flat=True))
    assert kinds <= {"digest"}, "contentless"


def test_the_coordinator_finds_the_code_of_a_sealed_case_that_nobody_can_open(
    client: Client, sign_in: SignIn, maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    lara, today = colleague(maks_lawyer, Role.LAWYER, "Lara"), timezone.localdate()
    sealed = held_case(maks_lawyer, by=alena_operator)
    in_three_days(sealed)
    in_three_days(held_case(maks_lawyer, by=alena_operator))
    seal_case(legal_case=sealed, why=WhySealed.SHE_ASKED, by=maks_lawyer)
    assert access_page(hanna_coordinator).alone == [], "her lawyer is here"
    away(maks_lawyer, by=maks_lawyer)
    assert access_page(hanna_coordinator).alone == [sealed]
    page = sign_in(client, hanna_coordinator).get(reverse("legal:access")).content.decode()
    assert sealed.code in page
    assert str(sealed.pk) not in page
    for stranger in (alena_operator, lara, colleague(hanna_coordinator, Role.OPERATOR, "Olga")):
        assert access_page(stranger).alone == []
    exclude(members_of(sealed)[0].help_request.client, hanna_coordinator)
    assert access_page(hanna_coordinator).alone == [], "somebody in it keeps her away"
    with writing():
        Exclusion.objects.all().delete()
    give_grant(
        legal_case=LegalCase.objects.get(pk=sealed.pk),
        user=lara,
        why=WhyGranted.STAND_IN,
        until=today + timedelta(days=5),
        by=hanna_coordinator,
    )
    assert access_page(hanna_coordinator).alone == [], "somebody was let in"


def test_until_a_deputy_has_said_yes_the_desk_hears(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    lara = colleague(maks_lawyer, Role.LAWYER, "Lara")
    deadline = in_three_days(held_case(maks_lawyer, by=alena_operator))
    absence = away(maks_lawyer, by=maks_lawyer, deputy=lara)
    assert follow_absences() == 1
    assert reminded(deadline) == {maks_lawyer, alena_operator, hanna_coordinator}
    answer_standing_in(absence=absence, says_yes=True, by=lara)
    assert reminded(deadline) == {maks_lawyer, lara}


def test_a_case_that_loses_its_deputy_during_the_absence_goes_to_the_desk(
    maks_lawyer: User, alena_operator: User, hanna_coordinator: User
) -> None:
    lara = colleague(maks_lawyer, Role.LAWYER, "Lara")
    case = held_case(maks_lawyer, by=alena_operator)
    deadline = in_three_days(case)
    absence = away(maks_lawyer, by=hanna_coordinator, deputy=lara)
    name_deputy(legal_case=case, deputy=None, away_until=None, by=alena_operator)
    assert (follow_absences(), follow_absences()) == (1, 0)
    assert reminded(deadline) == {maks_lawyer, alena_operator, hanna_coordinator}
    with time_machine.travel(timezone.now() + timedelta(days=7)):
        follow_absences()
        fresh = LegalCase.objects.get(pk=case.pk)
        assert (fresh.deputy, fresh.away_until) == (None, None)
    assert absence.deputy == lara


def test_the_lawyer_says_on_the_case_that_she_is_away_and_names_nobody(
    maks_lawyer: User, alena_operator: User
) -> None:
    case = held_case(maks_lawyer, by=alena_operator)
    deadline, today = in_three_days(case), timezone.localdate()
    name_deputy(legal_case=case, deputy=None, away_until=today + timedelta(days=2), by=maks_lawyer)
    assert reminded(deadline) == {maks_lawyer, alena_operator}
    name_deputy(legal_case=case, deputy=None, away_until=None, by=maks_lawyer)
    assert reminded(deadline) == {maks_lawyer}
