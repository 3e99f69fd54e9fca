"""Access by name: for a reason, up to a day, with the assignment, and confirmed each quarter."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.legal.actions import (
    close_case,
    confirm_grant,
    give_grant,
    hand_over,
    review_grants,
    split_case,
    take_back_grant,
)
from cases.legal.models import CaseGrant, LegalCase
from cases.legal.tasks import grant_review
from cases.legal.workflow import GrantEnd, WhyGranted
from cases.requests.models import Exclusion, HelpRequest
from cases.requests.permissions import can_read_story
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.legal import make_case, members_of
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def second_lawyer(maks_lawyer: User) -> User:
    return UserFactory.create(
        email="olga@ganak.example", name="Olga", roles=[Role.LAWYER], office=maks_lawyer.office
    )


def _let_in(case: LegalCase, user: User, by: User, *, days: int = 10) -> CaseGrant:
    until = timezone.localdate() + timedelta(days=days)
    return give_grant(legal_case=case, user=user, why=WhyGranted.SECOND_LAWYER, until=until, by=by)


def _back(grant: CaseGrant, **changes: object) -> None:
    """Moves a grant in time past the actions."""
    with writing():
        CaseGrant.objects.filter(pk=grant.pk).update(**changes)


def test_a_named_lawyer_opens_the_case_and_its_people_until_the_last_day(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User, second_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer, title="Own words of Maks")
    row = members_of(case)[0].help_request
    signed, url = sign_in(client, second_lawyer), reverse("legal:open", args=[case.pk])
    assert signed.get(url).status_code == 404
    grant = _let_in(case, second_lawyer, alena_operator, days=0)
    page = signed.get(url)
    assert page.status_code == 200
    assert "Own words of Maks" not in page.content.decode()  # the title is the lawyer's own
    assert can_read_story(second_lawyer, row)
    assert HelpRequest.objects.visible_to(second_lawyer).count() == 2
    _back(grant, until=timezone.localdate() - timedelta(days=1))
    assert signed.get(url).status_code == 404
    assert not can_read_story(second_lawyer, row)
    assert not HelpRequest.objects.visible_to(second_lawyer).exists()


def test_taking_back_ends_it_at_once(alena_operator: User, maks_lawyer: User, second_lawyer: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    grant = _let_in(case, second_lawyer, alena_operator)
    take_back_grant(grant=grant, by=maks_lawyer)
    assert not LegalCase.objects.visible_to(second_lawyer).exists()
    assert not HelpRequest.objects.visible_to(second_lawyer).exists()
    own = CaseGrant.objects.assigned().get()
    with pytest.raises(Refused):  # hers ends with the case, not by a click
        take_back_grant(grant=own, by=alena_operator)


def test_who_gives_access_and_to_whom(
    alena_operator: User, jonas_operator: User, maks_lawyer: User, second_lawyer: User, vika_volunteer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    for stranger in (maks_lawyer, second_lawyer, jonas_operator):
        with pytest.raises(Refused):
            _let_in(case, second_lawyer if stranger == maks_lawyer else maks_lawyer, stranger)
    with pytest.raises(Refused):
        _let_in(case, alena_operator, alena_operator)
    for other in (jonas_operator, vika_volunteer, maks_lawyer):
        with pytest.raises(NotNow):
            _let_in(case, other, alena_operator)
    for days in (-1, 400):
        with pytest.raises(NotNow):
            _let_in(case, second_lawyer, alena_operator, days=days)
    with writing():
        Exclusion(
            client=members_of(case)[0].help_request.client,
            user=second_lawyer,
            entry=uuid4(),
            made_at=timezone.now(),
        ).save()
    with pytest.raises(NotNow):
        _let_in(case, second_lawyer, alena_operator)


def test_the_lawyers_grant_comes_with_the_case_and_goes_with_it(
    alena_operator: User, maks_lawyer: User, second_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    assert CaseGrant.objects.live().get().user == maks_lawyer
    _let_in(case, second_lawyer, alena_operator)
    hand_over(legal_case=case, lawyer=second_lawyer, by=alena_operator)
    (live,) = CaseGrant.objects.live()
    assert (live.user, live.why) == (second_lawyer, WhyGranted.ASSIGNED.value)
    assert not LegalCase.objects.visible_to(maks_lawyer).exists()
    close_case(legal_case=case, by=alena_operator)
    assert not CaseGrant.objects.live().exists()
    ends = set(CaseGrant.objects.values_list("ended_why", flat=True))
    assert ends == {GrantEnd.HANDED_OVER.value, GrantEnd.RENEWED.value, GrantEnd.CASE_CLOSED.value}


def test_a_split_keeps_who_was_let_in(alena_operator: User, maks_lawyer: User, second_lawyer: User) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    _let_in(case, second_lawyer, alena_operator)
    split_case(legal_case=case, chosen={members_of(case)[0].pk}, title="", by=alena_operator)
    assert CaseGrant.objects.live().named().count() == CaseGrant.objects.live().assigned().count() == 2
    assert LegalCase.objects.visible_to(second_lawyer).count() == 2


def test_each_quarter_somebody_else_is_asked_and_a_yes_lasts_another_one(
    alena_operator: User, maks_lawyer: User, second_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    grant = _let_in(case, second_lawyer, alena_operator, days=180)
    assert review_grants() == (0, 0)
    _back(grant, given_at=timezone.now() - timedelta(days=92))
    assert grant_review() == [1, 0]
    assert OutgoingMessage.objects.filter(user=maks_lawyer).exists()
    assert grant_review() == [0, 0]  # asked once
    with pytest.raises(Refused):
        confirm_grant(grant=grant, by=second_lawyer)
    confirm_grant(grant=CaseGrant.objects.get(pk=grant.pk), by=maks_lawyer)
    assert review_grants() == (0, 0)
    assert LegalCase.objects.visible_to(second_lawyer).exists()
    verbs = set(AccessEntry.objects.values_list("verb", flat=True))
    assert {"case_group.grant", "case_group.grant_ask", "case_group.grant_confirm"} <= verbs


def test_without_a_yes_it_lapses(
    alena_operator: User, maks_lawyer: User, second_lawyer: User, hanna_coordinator: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    grant, own = _let_in(case, second_lawyer, alena_operator, days=180), CaseGrant.objects.assigned().get()
    asked = timezone.now() - timedelta(days=14)
    _back(grant, asked_at=asked)
    _back(own, asked_at=asked + timedelta(days=1))
    assert review_grants() == (0, 1)
    assert not LegalCase.objects.visible_to(second_lawyer).exists()
    assert OutgoingMessage.objects.filter(user=hanna_coordinator).exists()
    assert CaseGrant.objects.get(pk=grant.pk).ended_why == GrantEnd.NOT_CONFIRMED.value
    _back(own, asked_at=asked)
    assert review_grants() == (0, 1)  # the lawyer's own: the case has nobody now
    assert LegalCase.objects.get(pk=case.pk).lawyer is None
    assert not HelpRequest.objects.filter(assigned_to=maks_lawyer).exists()
    assert not HelpRequest.objects.visible_to(maks_lawyer).exists()


def test_cases_older_than_the_grants_get_one(alena_operator: User, maks_lawyer: User) -> None:
    make_case(by=alena_operator, lawyer=maks_lawyer)
    with writing():
        CaseGrant.objects.all().delete()
    review_grants()
    assert CaseGrant.objects.live().assigned().get().user == maks_lawyer


def test_the_page_of_grants_lets_in_confirms_and_ends(
    client: Client, sign_in: SignIn, alena_operator: User, maks_lawyer: User, second_lawyer: User
) -> None:
    case = make_case(by=alena_operator, lawyer=maks_lawyer)
    url, signed = reverse("legal:grants", args=[case.pk]), sign_in(client, alena_operator)
    day = (timezone.localdate() + timedelta(days=3)).isoformat()
    assert signed.post(url, {"person": second_lawyer.pk, "why": "hearing", "until": ""}).status_code == 422
    assert signed.post(url, {"person": second_lawyer.pk, "why": "hearing", "until": day}).status_code == 302
    grant = CaseGrant.objects.named().get()
    _back(grant, asked_at=timezone.now())
    lawyer = sign_in(client, maks_lawyer)
    assert second_lawyer.name in lawyer.get(reverse("legal:access")).content.decode()
    act = reverse("legal:grant", args=[grant.pk])
    assert lawyer.post(act, {"verb": "confirm"}).status_code == 302
    assert second_lawyer.name not in lawyer.get(reverse("legal:access")).content.decode()
    assert lawyer.post(act, {"verb": "end", "next": "case"})["Location"] == url
    assert lawyer.post(act, {"verb": "end"}).status_code == 404
    with CaptureQueriesContext(connection) as found:
        assert lawyer.get(url).status_code == 200
    assert len(found) <= 12
    with CaptureQueriesContext(connection) as found:
        assert lawyer.get(reverse("legal:access")).status_code == 200
    assert len(found) <= 10
