"""Signals go to the person first; the check-in is a sum that nobody can take apart."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.rest.actions import check_in, give_word, note_signs
from cases.rest.models import CheckTally, CoordinatorWord, RestSignal
from cases.rest.queries import weeks_of_office
from cases.rest.rules import Sign
from cases.workload.actions.resting import look_at_staff
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.actions import record
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from tests.factories.accounts import UserFactory
from tests.factories.volunteering import make_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def katia_coordinator(office_warsaw: Office) -> User:
    return UserFactory.create(roles=[Role.COORDINATOR], office=office_warsaw, name="Katia")


def _told(user: User) -> int:
    return OutgoingMessage.objects.filter(user=user).count()


def test_the_person_knows_first_and_the_coordinator_after_three_days(
    alena_operator: User, katia_coordinator: User
) -> None:
    with time_machine.travel("2026-11-23 12:00+01:00", tick=False):
        note_signs(user=alena_operator, signs=[Sign.DAYS])
        assert (_told(alena_operator), _told(katia_coordinator)) == (1, 0)
        assert not RestSignal.objects.visible_to(katia_coordinator).exists()
        assert RestSignal.objects.visible_to(alena_operator).exists()
    with time_machine.travel("2026-11-25 12:00+01:00", tick=False):
        note_signs(user=alena_operator, signs=[Sign.DAYS])
        assert not RestSignal.objects.visible_to(katia_coordinator).exists()
    for _again in range(2):
        with time_machine.travel("2026-11-26 12:00+01:00", tick=False):
            note_signs(user=alena_operator, signs=[Sign.DAYS])
    assert RestSignal.objects.visible_to(katia_coordinator).get().user == alena_operator
    assert (_told(alena_operator), _told(katia_coordinator)) == (1, 1)


def test_a_signal_ends_with_its_reason_and_the_coordinator_never_learns(
    alena_operator: User, katia_coordinator: User
) -> None:
    note_signs(user=alena_operator, signs=[Sign.NIGHTS])
    note_signs(user=alena_operator, signs=[])
    assert not RestSignal.objects.live().exists()
    assert not RestSignal.objects.visible_to(katia_coordinator).exists()
    assert _told(katia_coordinator) == 0


def test_a_coordinator_of_another_office_sees_no_signal(alena_operator: User, office_vilnius: Office) -> None:
    other = UserFactory.create(roles=[Role.COORDINATOR], office=office_vilnius)
    with time_machine.travel("2026-11-23", tick=False):
        note_signs(user=alena_operator, signs=[Sign.DAYS])
    with time_machine.travel("2026-11-27", tick=False):
        note_signs(user=alena_operator, signs=[Sign.DAYS])
    assert not RestSignal.objects.visible_to(other).exists()


def test_seven_days_at_the_desk_raise_a_signal_from_the_log_alone(alena_operator: User) -> None:
    for day in range(17, 24):
        with time_machine.travel(f"2026-11-{day} 10:00+01:00", tick=False):
            record("queue.open", None, by=alena_operator)
    with time_machine.travel("2026-11-23 23:30+01:00", tick=False):
        assert look_at_staff() == 1
        assert look_at_staff() == 0
    assert RestSignal.objects.get().sign == Sign.DAYS.value


def test_six_days_and_a_refused_click_raise_none(alena_operator: User) -> None:
    for day in range(17, 24):
        with time_machine.travel(f"2026-11-{day} 10:00+01:00", tick=False):
            record("queue.open", None, by=alena_operator, refused=day == 20)
    with time_machine.travel("2026-11-23 20:00+01:00", tick=False):
        assert look_at_staff() == 0


def test_three_nights_raise_a_signal(alena_operator: User) -> None:
    for day in (18, 20, 22):
        with time_machine.travel(f"2026-11-{day} 23:10+01:00", tick=False):
            record("queue.open", None, by=alena_operator)
    with time_machine.travel("2026-11-23 09:00+01:00", tick=False):
        look_at_staff()
    assert [signal.sign for signal in RestSignal.objects.all()] == [Sign.NIGHTS.value]


def test_a_word_is_given_by_a_coordinator_of_the_office_to_another(
    alena_operator: User, katia_coordinator: User, office_vilnius: Office
) -> None:
    volunteer = make_volunteer(office=alena_operator.office)
    with pytest.raises(Refused):
        give_word(to=volunteer, by=alena_operator)
    with pytest.raises(Refused):
        give_word(to=katia_coordinator, by=katia_coordinator)
    with pytest.raises(Refused):
        give_word(to=make_volunteer(office=office_vilnius), by=katia_coordinator)
    give_word(to=volunteer, by=katia_coordinator)
    with pytest.raises(NotNow):
        give_word(to=volunteer, by=katia_coordinator)


def _answers(office: Office, voices: int, heavy: int = 4) -> None:
    for _one in range(voices):
        check_in(heavy=heavy, rested=2, by=make_volunteer(office=office))


def test_a_week_is_shown_after_its_end_and_from_five_voices_on(office_warsaw: Office) -> None:
    cache.clear()
    with time_machine.travel("2026-11-16 12:00+01:00", tick=False):
        _answers(office_warsaw, 4)
    with time_machine.travel("2026-11-09 12:00+01:00", tick=False):
        _answers(office_warsaw, 5)
        assert weeks_of_office(office_warsaw.pk) == []
    with time_machine.travel("2026-11-23 12:00+01:00", tick=False):
        shown = weeks_of_office(office_warsaw.pk)
    assert [(week.week.isoformat(), week.voices, week.heavy, week.rested) for week in shown] == [
        ("2026-11-09", 5, 4.0, 2.0)
    ]


def test_nobody_answers_twice_a_week(alena_operator: User) -> None:
    cache.clear()
    check_in(heavy=1, rested=5, by=alena_operator)
    with pytest.raises(NotNow):
        check_in(heavy=5, rested=1, by=alena_operator)
    assert sum(CheckTally.objects.values_list("voices", flat=True)) == 2


def test_no_table_joins_a_person_with_what_she_answered(alena_operator: User) -> None:
    cache.clear()
    before = AccessEntry.objects.count()
    check_in(heavy=5, rested=1, by=alena_operator)
    named = [field for field in CheckTally._meta.get_fields() if field.related_model is User]
    assert named == []
    assert AccessEntry.objects.count() == before
    for model in apps.get_models():
        for row in model._base_manager.all()[:200] if model is not CheckTally else ():
            assert "heavy" not in str(vars(row)), model


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR, Role.OPERATOR])
def test_not_even_administrators_open_the_offices_weeks(
    client: Client, sign_in: Any, office_warsaw: Office, role: Role
) -> None:
    curious = UserFactory.create(roles=[role], office=office_warsaw)
    assert sign_in(client, curious).get(reverse("rest:office")).status_code == 403


def test_the_pages_show_the_signal_and_take_the_answers(
    client: Client, sign_in: Any, alena_operator: User, django_assert_max_num_queries: Any
) -> None:
    cache.clear()
    note_signs(user=alena_operator, signs=[Sign.DAYS, Sign.NIGHTS, Sign.HOURS])
    page = sign_in(client, alena_operator)
    with django_assert_max_num_queries(12):
        shown = page.get(reverse("rest:mine")).content.decode()
    assert shown.count("alert--warn") == 3
    refused = page.post(reverse("rest:mine"), {"heavy": "3"})
    assert refused.status_code == 422
    assert page.post(reverse("rest:mine"), {"heavy": "3", "rested": "4"}).status_code == 302
    again = page.post(reverse("rest:mine"), {"heavy": "3", "rested": "4"})
    assert again.status_code == 422


def test_the_coordinators_page_costs_the_same_for_many_signals(
    client: Client, sign_in: Any, katia_coordinator: User, django_assert_max_num_queries: Any
) -> None:
    people = [make_volunteer(office=katia_coordinator.office) for _ in range(15)]
    for day in ("2026-11-16", "2026-11-20"):
        with time_machine.travel(day, tick=False):
            for person in people:
                note_signs(user=person, signs=[Sign.HOURS])
    page = sign_in(client, katia_coordinator)
    with django_assert_max_num_queries(12):
        shown = page.get(reverse("rest:office")).content.decode()
    assert all(person.name in shown for person in people)


def test_a_word_is_used_within_its_days(katia_coordinator: User) -> None:
    volunteer = make_volunteer(office=katia_coordinator.office)
    word = give_word(to=volunteer, by=katia_coordinator)
    assert word.until_on == timezone.localdate() + timedelta(days=7)
    assert CoordinatorWord.objects.get().used_at is None
