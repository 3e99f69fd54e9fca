"""The Monday page names what is due and who rests, of the own office only, in a fixed number of queries."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.alarms.queries.monday import Monday, monday
from cases.legal.models import Consultation, Deadline
from cases.moving.models import Absence
from cases.referrals.models import Referral
from cases.rest.models import RestSignal
from cases.volunteering.models import Break, VolunteerProfile
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from tests.factories.legal import make_case, make_meeting, members_of
from tests.factories.referrals import hand_over, make_partner
from tests.factories.requests import make_request, make_topic
from tests.factories.volunteering import make_volunteer
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


def _fill(office: Office, operator: User, lawyer: User) -> None:
    """One thing of each kind that has its day today, and one person of each kind who rests."""
    today = timezone.localdate()
    case = make_case(by=operator, lawyer=lawyer)
    meeting = make_meeting(case, by=lawyer)
    with writing():
        Consultation.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())
        Deadline(
            membership=members_of(case)[0],
            kind="pl_refusal",
            document_on=today,
            due_on=today,
            made_at=timezone.now(),
            confirmed_by=lawyer,
            confirmed_at=timezone.now(),
        ).save()
    topic = make_topic("shelter")
    partner = make_partner(topic, name=f"Roof{Referral.objects.count()}", country=office.country)
    referral, _code = hand_over(make_request(office=office, topic=topic), partner, by=operator)
    volunteer = make_volunteer(office=office)
    with writing():
        Referral.objects.filter(pk=referral.pk).update(due_on=today)
        VolunteerProfile.objects.filter(pk=volunteer.pk).update(renew_on=today)
        Break(profile_id=volunteer.pk, from_on=today, to_on=today).save()
        Absence(
            user=volunteer, from_on=today, until_on=today, made_by=operator, made_at=timezone.now()
        ).save()
        RestSignal.objects.get_or_create(user=lawyer, sign="days", raised_on=today, passed_on=today)


def _numbers(page: Monday) -> list[int]:
    due, resting = page.due, page.resting
    return [
        *(len(one) for one in (due.deadlines, due.consultations, due.referrals, due.renewals)),
        *(len(one) for one in (resting.absences, resting.breaks, resting.signals)),
    ]


def test_what_is_due_and_who_rests_stands_on_the_page(
    hanna_coordinator: User, alena_operator: User, maks_lawyer: User, office_warsaw: Office
) -> None:
    assert monday(hanna_coordinator).due.is_empty
    assert monday(hanna_coordinator).resting.is_empty
    _fill(office_warsaw, alena_operator, maks_lawyer)
    assert _numbers(monday(hanna_coordinator)) == [1] * 7


def test_nothing_of_another_office_stands_on_it(
    hanna_coordinator: User, jonas_operator: User, office_vilnius: Office
) -> None:
    lawyer = User.objects.get(pk=jonas_operator.pk)
    today = timezone.localdate()
    case = make_case(by=jonas_operator)
    with writing():
        Deadline(
            membership=members_of(case)[0],
            kind="pl_refusal",
            document_on=today,
            due_on=today,
            made_at=timezone.now(),
            confirmed_by=lawyer,
            confirmed_at=timezone.now(),
        ).save()
        Absence(user=lawyer, from_on=today, until_on=today, made_by=lawyer, made_at=timezone.now()).save()
    assert _numbers(monday(hanna_coordinator)) == [0] * 7


def test_a_sealed_case_keeps_its_deadline_to_itself(
    hanna_coordinator: User, alena_operator: User, maks_lawyer: User, office_warsaw: Office
) -> None:
    _fill(office_warsaw, alena_operator, maks_lawyer)
    with writing():
        type(members_of(make_case(by=alena_operator))[0].legal_case).objects.update(is_sealed=True)
    assert _numbers(monday(hanna_coordinator))[:2] == [0, 0]


def test_what_comes_next_week_waits_for_its_monday(
    hanna_coordinator: User, alena_operator: User, maks_lawyer: User, office_warsaw: Office
) -> None:
    _fill(office_warsaw, alena_operator, maks_lawyer)
    with writing():
        for thing in (Deadline, Referral):
            thing.objects.update(due_on=timezone.localdate() + timedelta(days=7))
    assert _numbers(monday(hanna_coordinator))[:3] == [0, 1, 0]


def test_the_page_needs_twelve_queries_however_full(
    client: Client,
    sign_in: SignIn,
    hanna_coordinator: User,
    alena_operator: User,
    maks_lawyer: User,
    office_warsaw: Office,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(3):
        _fill(office_warsaw, alena_operator, maks_lawyer)
    User.objects.filter(pk=hanna_coordinator.pk).update(language="en")
    sign_in(client, hanna_coordinator).get("/desk/monday/")
    with django_assert_max_num_queries(12):
        page = client.get("/desk/monday/")
    text = page.content.decode()
    assert text.count("seats: 0 of 12") == 3
    assert text.count("Maks") >= 4
