"""A shift ends with a list and a sealed word, and somebody else says that she has it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.utils import timezone

from cases.duty.actions import hand_over, raise_danger, read_remark, take_over
from cases.duty.models import Shift, ShiftHandOver
from cases.requests.workflow import Urgency
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.duty import make_shift
from tests.factories.requests import make_request
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
WORD = "Канарэйка-77: пазваніць у прытулак да паўночы"


def given(user: User, remark: str = WORD) -> ShiftHandOver:
    return hand_over(shift=make_shift(user), remark=remark, by=user)


def test_the_list_shows_emergencies_waiting_alarms_and_calls_due(
    client: Browser, sign_in: SignIn, office_warsaw: Office, alena_operator: User
) -> None:
    today = timezone.localdate()
    urgent = make_request(office=office_warsaw, urgency=Urgency.EMERGENCY)
    raise_danger(help_request=urgent, by=SYSTEM)
    promised = make_request(office=office_warsaw, ring_back=True, look_again_on=today)
    missed = make_request(office=office_warsaw, look_again_on=today - timedelta(days=1))
    later = make_request(office=office_warsaw, look_again_on=today)
    make_shift(alena_operator)
    page = sign_in(client, alena_operator).get("/desk/duty/hand-over/").content.decode()
    for row in (urgent, promised, missed):
        assert row.code in page
    assert later.code not in page
    assert "I look at it now" in page


def test_the_remark_is_ciphertext_at_rest(alena_operator: User) -> None:
    row = given(alena_operator)
    with connection.cursor() as cursor:
        cursor.execute("SELECT remark FROM cases_shifthandover WHERE id = %s", [row.pk])
        assert "Канарэйка".encode() not in bytes(cursor.fetchone()[0])


def test_the_next_one_reads_it_and_takes_over(
    client: Browser, sign_in: SignIn, alena_operator: User, make_operator: Any
) -> None:
    darja = make_operator("darja")
    row = given(alena_operator)
    make_shift(darja, starts_at=timezone.now() + timedelta(hours=7))
    desk = sign_in(client, darja)
    assert "Alena has handed over a shift" in desk.get("/desk/duty/").content.decode()
    assert WORD in desk.get(f"/desk/duty/hand-over/{row.pk}/").content.decode()
    opened = AccessEntry.objects.get(verb="sealing.reveal")
    assert (opened.reason, opened.actor_id) == ("handover", str(darja.pk))
    desk.post(f"/desk/duty/hand-over/{row.pk}/")
    assert ShiftHandOver.objects.get().confirmed_by == darja
    assert "has handed over" not in desk.get("/desk/duty/").content.decode()


def test_nobody_takes_over_from_herself(alena_operator: User) -> None:
    row = given(alena_operator)
    make_shift(alena_operator, starts_at=timezone.now() + timedelta(hours=8))
    with pytest.raises(Refused):
        take_over(hand_over=row, by=alena_operator)
    row.confirmed_by, row.confirmed_at = alena_operator, timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        row.save()


def test_a_colleague_who_is_not_next_reads_nothing(
    client: Browser, sign_in: SignIn, alena_operator: User, jonas_operator: User, make_operator: Any
) -> None:
    row = given(alena_operator)
    darja = make_operator("darja")
    with pytest.raises(Refused):
        read_remark(hand_over=row, by=darja)
    assert sign_in(client, darja).get(f"/desk/duty/hand-over/{row.pk}/").status_code == 403
    assert sign_in(client, jonas_operator).get(f"/desk/duty/hand-over/{row.pk}/").status_code == 404


def test_a_second_one_comes_too_late(
    alena_operator: User, hanna_coordinator: User, make_operator: Any
) -> None:
    row = given(alena_operator)
    darja = make_operator("darja")
    make_shift(darja)
    take_over(hand_over=row, by=darja)
    take_over(hand_over=row, by=darja)
    with pytest.raises(NotNow):
        take_over(hand_over=row, by=hanna_coordinator)
    assert AccessEntry.objects.filter(verb="duty.take_over").count() == 1


def test_a_shift_is_handed_over_once_by_its_own_person_and_in_time(
    alena_operator: User, hanna_coordinator: User
) -> None:
    shift = make_shift(alena_operator)
    with pytest.raises(Refused):
        hand_over(shift=shift, remark="", by=hanna_coordinator)
    hand_over(shift=shift, remark="", by=alena_operator)
    with pytest.raises(NotNow):
        hand_over(shift=shift, remark="", by=alena_operator)
    old = make_shift(alena_operator, starts_at=timezone.now() - timedelta(days=2))
    with pytest.raises(NotNow):
        hand_over(shift=old, remark="", by=alena_operator)


def test_the_page_hands_over(client: Browser, sign_in: SignIn, alena_operator: User) -> None:
    desk = sign_in(client, alena_operator)
    assert desk.post("/desk/duty/hand-over/", {"remark": WORD}).status_code == 302
    assert not ShiftHandOver.objects.exists()
    make_shift(alena_operator)
    desk.post("/desk/duty/hand-over/", {"remark": WORD})
    assert read_remark(hand_over=ShiftHandOver.objects.get(), by=alena_operator) == WORD


def test_a_shift_without_a_hand_over_is_shown_to_coordinators(
    client: Browser, sign_in: SignIn, alena_operator: User, hanna_coordinator: User
) -> None:
    make_shift(alena_operator, starts_at=timezone.now() - timedelta(hours=30))
    page = sign_in(client, hanna_coordinator).get("/desk/duty/").content.decode()
    assert "1 shift ended without a hand-over" in page
    assert Shift.objects.count() == 1


def test_the_list_costs_the_same_for_one_and_for_many(
    client: Browser,
    sign_in: SignIn,
    office_warsaw: Office,
    alena_operator: User,
    django_assert_max_num_queries: Any,
) -> None:
    desk = sign_in(client, alena_operator)
    make_shift(alena_operator)
    for _ in range(6):
        raise_danger(help_request=make_request(office=office_warsaw, urgency=Urgency.EMERGENCY), by=SYSTEM)
    desk.get("/desk/duty/hand-over/")
    with django_assert_max_num_queries(12):
        desk.get("/desk/duty/hand-over/")
