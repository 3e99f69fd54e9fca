"""Figures of consultations: counted by hand, by meeting, case and period, and only of what one may open."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.legal.actions import (
    answer_invitation,
    cancel_consultation,
    close_member,
    hand_over,
    name_deputy,
    record_attendance,
    record_minutes,
    return_absent,
    tick_for_present,
)
from cases.legal.models import Consultation, LegalCase, Membership, StepTemplate
from cases.legal.queries import Figures, case_view, figures_between, figures_of, total
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.accounts import UserFactory
from tests.factories.legal import invite_all, make_case, make_meeting, move_meeting
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def _held(case: LegalCase, lawyer: User) -> Consultation:
    """Five invited: two came and got a step, one came for nothing, one did not come, one never replied."""
    meeting = make_meeting(case, by=lawyer)
    rows = invite_all(meeting, by=lawyer)
    for own in rows[:4]:
        answer_invitation(invitation=own, accept=True, seats=2, by=lawyer)
    move_meeting(meeting, -1)
    meeting = Consultation.objects.select_related("legal_case__case_type").get(pk=meeting.pk)
    for own in rows[:2]:
        record_attendance(invitation=own, came=True, by=lawyer)
    tick_for_present(consultation=meeting, template=StepTemplate.objects.get(slug="collect"), by=lawyer)
    record_attendance(invitation=rows[2], came=True, by=lawyer)
    record_attendance(invitation=rows[3], came=False, by=lawyer)
    return meeting


@pytest.fixture
def case(alena_operator: User, maks_lawyer: User) -> LegalCase:
    return make_case(by=alena_operator, lawyer=maks_lawyer, members=5)


def test_the_figures_of_a_meeting_are_those_counted_by_hand(case: LegalCase, maks_lawyer: User) -> None:
    meeting = _held(case, maks_lawyer)
    return_absent(consultation=meeting, by=maks_lawyer)
    record_minutes(consultation=meeting, minutes=90, by=maks_lawyer)
    meeting.refresh_from_db()
    found = figures_of([meeting])[meeting.pk]
    expected = {
        "invited": 5,
        "said_yes": 4,
        "came": 3,
        "missed": 1,
        "helped": 2,
        "returned": 2,
        "minutes": 90,
    }
    assert {name: getattr(found, name) for name in expected} == expected
    assert found.minutes_each == 45
    third = Membership.objects.filter(legal_case=case, left_at=None).exclude(steps__state="done").first()
    assert third is not None
    close_member(membership=third, outcome=Outcome.SOLVED, by=maks_lawyer)  # an end that counts as help
    found = figures_of([meeting])[meeting.pk]
    assert (found.helped, found.minutes_each) == (3, 30)


def test_minutes_are_one_number_for_the_meeting_and_the_lawyers_word(
    case: LegalCase, alena_operator: User, maks_lawyer: User, jonas_operator: User
) -> None:
    meeting = make_meeting(case, by=maks_lawyer)
    with pytest.raises(NotNow):
        record_minutes(consultation=meeting, minutes=60, by=maks_lawyer)
    move_meeting(meeting, -1)
    for stranger in (alena_operator, jonas_operator):
        with pytest.raises(Refused):
            record_minutes(consultation=meeting, minutes=60, by=stranger)
    for minutes in (0, 5001):
        with pytest.raises(NotNow):
            record_minutes(consultation=meeting, minutes=minutes, by=maks_lawyer)
    for minutes in (60, 90):
        record_minutes(consultation=meeting, minutes=minutes, by=maks_lawyer)
    assert Consultation.objects.get(pk=meeting.pk).minutes == 90
    assert AccessEntry.objects.filter(verb="consultation.minutes").count() == 2
    deputy = UserFactory.create(roles=[Role.LAWYER], office=alena_operator.office)
    until = timezone.localdate() + timedelta(days=3)
    name_deputy(legal_case=case, deputy=deputy, away_until=until, by=maks_lawyer)
    record_minutes(consultation=meeting, minutes=100, by=deputy)
    other = make_meeting(case, by=maks_lawyer)
    cancel_consultation(consultation=other, by=maks_lawyer)
    move_meeting(other, -1)
    with pytest.raises(NotNow):
        record_minutes(consultation=other, minutes=5, by=maks_lawyer)


def test_without_minutes_or_help_nothing_is_divided() -> None:
    assert Figures().minutes_each is None
    assert Figures(minutes=60, has_minutes=True).minutes_each is None
    known = Figures(meetings=1, helped=2, minutes=60, has_minutes=True, helped_with_minutes=2)
    unknown = Figures(meetings=1, helped=8)
    both = total([known, unknown])
    assert (both.meetings, both.helped, both.minutes_each) == (2, 10, 30)  # only where minutes are known


def test_the_case_sums_up_what_took_place(case: LegalCase, maks_lawyer: User) -> None:
    _held(case, maks_lawyer)
    invite_all(make_meeting(case, by=maks_lawyer), by=maks_lawyer)  # ahead: counts nowhere yet
    view = case_view(case, by=maks_lawyer)
    assert (view.figures.meetings, view.figures.invited, view.figures.came) == (1, 5, 3)


def test_a_period_holds_its_days_the_meetings_held_and_only_cases_one_may_open(
    client: Client,
    sign_in: SignIn,
    case: LegalCase,
    alena_operator: User,
    maks_lawyer: User,
    jonas_operator: User,
) -> None:
    _held(case, maks_lawyer)
    other = make_case(by=alena_operator, lawyer=maks_lawyer, members=5)
    earlier = _held(other, maks_lawyer)
    move_meeting(earlier, -60)
    for meeting in (make_meeting(other, by=maks_lawyer), make_meeting(other, by=maks_lawyer)):
        cancel_consultation(consultation=meeting, by=maks_lawyer)
        move_meeting(meeting, -2)
    today = timezone.localdate()
    near = figures_between(today - timedelta(days=7), today, by=maks_lawyer)
    far = figures_between(today - timedelta(days=70), today, by=alena_operator)
    assert (near.total.meetings, near.total.came, near.chart) == (1, 3, None)
    assert (far.total.meetings, far.total.invited, len(far.cases)) == (2, 10, 2)
    assert far.chart is not None
    assert figures_between(today - timedelta(days=70), today, by=jonas_operator).total == Figures()
    new = UserFactory.create(roles=[Role.LAWYER], office=alena_operator.office)
    hand_over(legal_case=other, lawyer=new, by=alena_operator)
    assert figures_between(today - timedelta(days=70), today, by=maks_lawyer).total.meetings == 1
    with writing():
        HelpRequest.objects.filter(memberships__legal_case=case).update(sensitivity=3)
    assert figures_between(today - timedelta(days=7), today, by=alena_operator).total.invited == 0


def test_the_page_of_figures_shows_what_may_be_opened_in_few_queries(
    client: Client, sign_in: SignIn, case: LegalCase, alena_operator: User, maks_lawyer: User
) -> None:
    record_minutes(consultation=_held(case, maks_lawyer), minutes=90, by=maks_lawyer)
    signed, url = sign_in(client, maks_lawyer), reverse("legal:figures")
    span = {"first": (timezone.localdate() - timedelta(days=90)).isoformat(), "last": "2099-01-01"}
    page = signed.get(url, span).content.decode()
    assert case.code in page
    assert "45" in page
    with CaptureQueriesContext(connection) as few:
        signed.get(url, span)
    for _ in range(3):
        move_meeting(_held(make_case(by=alena_operator, lawyer=maks_lawyer, members=5), maks_lawyer), -40)
    with CaptureQueriesContext(connection) as many:
        assert "<svg" in signed.get(url, span).content.decode()  # drawn, with the table beneath
    assert len(many) <= len(few) <= 12
    assert signed.get(url, {"first": "2026-02-01", "last": "2026-01-01"}).status_code == 422
    assert signed.get(url, {"first": "x", "last": ""}).status_code == 422
    empty = signed.get(url, {"first": "2020-01-01", "last": "2020-12-31"}).content.decode()
    assert "No consultation took place in this period" in empty


def test_minutes_are_typed_on_the_page_by_the_lawyer_only(
    client: Client, sign_in: SignIn, case: LegalCase, alena_operator: User, maks_lawyer: User
) -> None:
    meeting = _held(case, maks_lawyer)
    url, page = reverse("legal:minutes", args=[case.pk, meeting.pk]), reverse("legal:open", args=[case.pk])
    signed = sign_in(client, alena_operator)
    assert url not in signed.get(page).content.decode()
    assert signed.post(url, {"minutes": "60"}).status_code == 403
    signed = sign_in(client, maks_lawyer)
    assert url in signed.get(page).content.decode()
    for typed in ("", "x", "0"):
        signed.post(url, {"minutes": typed})
    assert Consultation.objects.get(pk=meeting.pk).minutes is None
    signed.post(url, {"minutes": "90"})
    assert Consultation.objects.get(pk=meeting.pk).minutes == 90
