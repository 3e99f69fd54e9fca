"""Steps that must not be left out, and what belongs to one member: her file number and power of attorney."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.closing.actions import close, withdraw
from cases.legal.actions import (
    add_deadline,
    close_case,
    close_member,
    confirm_deadline,
    remove_member,
    set_label,
    set_step,
)
from cases.legal.models import LegalCase, Membership, MemberStep, StepTemplate
from cases.legal.workflow import CaseStatus, StepState
from cases.requests.workflow import Outcome
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from tests.factories.legal import make_case, members_of
from tests.factories.requests import make_holder, make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(alena_operator: User, maks_lawyer: User) -> LegalCase:
    made = make_case(by=alena_operator, lawyer=maks_lawyer, members=1)
    StepTemplate.objects.filter(slug="apply").update(is_mandatory=True, due_rule="pl_refusal")
    return made


def _step(member: Membership) -> MemberStep:
    return MemberStep.objects.select_related("membership__legal_case__case_key").get(
        membership=member, template__slug="apply"
    )


def test_a_case_does_not_close_while_a_mandatory_step_is_open(case: LegalCase, alena_operator: User) -> None:
    (member,) = members_of(case)
    for attempt in (
        lambda: close_case(legal_case=case, by=alena_operator),
        lambda: close_member(membership=member, outcome=Outcome.SOLVED, by=alena_operator),
        lambda: close(help_request=member.help_request, outcome=Outcome.SOLVED, by=alena_operator),
        lambda: close(help_request=member.help_request, outcome=Outcome.HANDED_ON, by=alena_operator),
    ):
        with pytest.raises(NotNow, match="apply"):
            attempt()
    assert Membership.objects.get().left_at is None
    assert LegalCase.objects.get().status == CaseStatus.OPEN.value


def test_done_or_not_needed_because_lets_the_case_close(case: LegalCase, alena_operator: User) -> None:
    step = _step(members_of(case)[0])
    with pytest.raises(NotNow):
        set_step(step=step, state=StepState.NOT_NEEDED, reason=" ", by=alena_operator)
    set_step(step=step, state=StepState.NOT_NEEDED, reason="she has it", by=alena_operator)
    close_case(legal_case=case, by=alena_operator)
    assert LegalCase.objects.get().status == CaseStatus.CLOSED.value


def test_other_ends_are_not_held_up(alena_operator: User, case: LegalCase) -> None:
    holder = make_holder(office=alena_operator.office)
    one = make_request(client=holder.client)
    group = make_case(by=alena_operator, help_requests=[one])
    withdraw(help_request=one, by=holder.actor)
    assert not members_of(group)
    (member,) = members_of(case)
    remove_member(membership=member, by=alena_operator)
    close_case(legal_case=case, by=alena_operator)


def test_a_confirmed_day_is_the_day_of_its_steps(case: LegalCase, maks_lawyer: User) -> None:
    (member,) = members_of(case)
    today = timezone.localdate()
    deadline = add_deadline(membership=member, kind="pl_refusal", document_on=today, by=maks_lawyer)
    confirm_deadline(deadline=deadline, due_on=today + timedelta(days=9), by=maks_lawyer)
    assert _step(member).due_on == today + timedelta(days=9)


def test_the_power_of_attorney_has_blanks_for_the_name_and_the_number_for_the_lawyer_only(
    client: Client, sign_in: SignIn, case: LegalCase, maks_lawyer: User, alena_operator: User
) -> None:
    (member,) = members_of(case)
    set_label(membership=member, label="the nurse", file_number="WSC-77", by=maks_lawyer)
    url = reverse("legal:power", args=[case.pk, member.pk])
    before = AccessEntry.objects.filter(verb="sealing.reveal").count()
    page = sign_in(client, maks_lawyer).get(url).content.decode()
    assert AccessEntry.objects.filter(verb="sealing.reveal").count() == before + 1
    assert 'lang="pl"' in page
    assert 'lang="be"' in page
    assert "WSC-77" in page
    assert "the nurse" not in page
    assert member.help_request.client.alias not in page
    assert "WSC-77" not in sign_in(client, alena_operator).get(url).content.decode()
