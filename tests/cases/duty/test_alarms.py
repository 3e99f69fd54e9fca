"""An emergency rings for whoever is on duty, then for the next, until somebody looks."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client as Browser
from django.utils import timezone

from cases.duty.actions import acknowledge, raise_danger, ring
from cases.duty.models import Alarm, AlarmTold
from cases.duty.tasks import ring_due, ring_one
from cases.requests.models import Client, Event, Exclusion, HelpRequest
from cases.requests.workflow import Channel, Status, Urgency
from cases.triage.actions import Decision, decide
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.messaging.rules import Kind
from tests.factories.duty import make_shift
from tests.factories.requests import make_client, make_request
from tests.factories.web import write
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)


def woken() -> list[User]:
    """Who was told, in order."""
    rows = OutgoingMessage.objects.filter(kind=Kind.DANGER).order_by("created_at", "id")
    return [row.user for row in rows.select_related("user") if row.user]


def an_alarm(office: Office, **fields: Any) -> Alarm:
    help_request = make_request(office=office, urgency=Urgency.EMERGENCY, **fields)
    alarm = raise_danger(help_request=help_request, by=SYSTEM)
    assert alarm is not None
    return alarm


def test_whoever_is_on_duty_is_told_at_once_and_nobody_else(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    make_shift(alena_operator)
    alarm = an_alarm(office_warsaw)
    ring_one(str(alarm.pk))
    assert woken() == [alena_operator]
    message = OutgoingMessage.objects.get()
    assert message.not_before <= timezone.now()
    assert not message.address, "the gate writes no content and a colleague's address stands in her account"


def test_after_fifteen_minutes_the_deputy_then_the_coordinators_then_all_operators(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User, make_operator: Any
) -> None:
    darja, zina = make_operator("darja"), make_operator("zina")
    with time_machine.travel(NOON, tick=False) as clock:
        make_shift(alena_operator)
        make_shift(darja, place=1)
        an_alarm(office_warsaw)
        told = []
        for _ in range(5):
            ring_due()
            told.append(len(woken()))
            clock.shift(timedelta(minutes=14, seconds=59))
            assert ring_due() == 0, "nobody is told before the quarter of an hour is over"
            clock.shift(timedelta(seconds=1))
        assert woken()[:4] == [alena_operator, darja, hanna_coordinator, zina]
        assert told == [1, 2, 3, 4, 4]


def test_nobody_on_duty_wakes_the_coordinators_at_once(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    make_shift(alena_operator, starts_at=timezone.now() + timedelta(hours=1))
    an_alarm(office_warsaw)
    ring_due()
    assert woken() == [hanna_coordinator]


def test_whoever_begins_a_shift_meanwhile_is_told_before_the_coordinators(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User, make_operator: Any
) -> None:
    darja = make_operator("darja")
    with time_machine.travel(NOON, tick=False) as clock:
        make_shift(alena_operator, hours=1.1)
        make_shift(darja, starts_at=NOON + timedelta(minutes=6))
        an_alarm(office_warsaw)
        ring_due()
        clock.shift(timedelta(minutes=15))
        ring_due()
    assert woken() == [alena_operator, darja]


def test_when_all_were_told_all_are_told_again_after_an_hour(
    office_warsaw: Office, alena_operator: User
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        an_alarm(office_warsaw)
        for minute in range(61):
            ring_due()
            if minute == 59:
                assert len(woken()) == 1
            clock.shift(timedelta(minutes=1))
    assert woken() == [alena_operator, alena_operator]
    assert AlarmTold.objects.count() == 1


def test_a_run_more_changes_nothing(office_warsaw: Office, alena_operator: User) -> None:
    make_shift(alena_operator)
    alarm = an_alarm(office_warsaw)
    assert [ring_due(), ring_due()] == [1, 0]
    assert ring(alarm_id=alarm.pk) == []
    assert ring(alarm_id=uuid4()) == []
    assert woken() == [alena_operator]


def test_one_request_rings_once_until_somebody_looked(office_warsaw: Office, alena_operator: User) -> None:
    alarm = an_alarm(office_warsaw)
    again = raise_danger(help_request=alarm.help_request, by=SYSTEM)
    assert again == alarm
    twin = Alarm(help_request=alarm.help_request, office=office_warsaw, raised_at=timezone.now())
    with pytest.raises(IntegrityError), transaction.atomic(), writing():
        twin.save()
    acknowledge(alarm=alarm, by=alena_operator)
    assert raise_danger(help_request=alarm.help_request, by=SYSTEM) != alarm


def test_after_somebody_looked_nobody_else_is_told(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        make_shift(alena_operator)
        alarm = an_alarm(office_warsaw)
        ring_due()
        acknowledge(alarm=alarm, by=alena_operator)
        acknowledge(alarm=alarm, by=hanna_coordinator)
        clock.shift(timedelta(hours=2))
        assert ring_due() == 0
    fresh = Alarm.objects.get()
    assert (fresh.acknowledged_by, woken()) == (alena_operator, [alena_operator])
    assert Event.objects.filter(kind="danger_seen").count() == 1
    assert AccessEntry.objects.filter(verb="alarm.acknowledge").count() == 1


def test_opening_the_request_is_looking(
    client: Browser, sign_in: SignIn, office_warsaw: Office, alena_operator: User
) -> None:
    alarm = an_alarm(office_warsaw)
    sign_in(client, alena_operator).get(f"/desk/requests/{alarm.help_request_id}/")
    assert Alarm.objects.get().acknowledged_by == alena_operator


def test_one_click_is_looking_and_leads_to_the_request(
    client: Browser, sign_in: SignIn, office_warsaw: Office, alena_operator: User
) -> None:
    alarm = an_alarm(office_warsaw)
    desk = sign_in(client, alena_operator)
    page = desk.get("/desk/queue/").content.decode()
    assert f"/desk/duty/alarms/{alarm.pk}/" in page
    response = desk.post(f"/desk/duty/alarms/{alarm.pk}/")
    assert response.url == f"/desk/requests/{alarm.help_request_id}/"
    assert Alarm.objects.get().acknowledged_by == alena_operator
    assert f"/desk/duty/alarms/{alarm.pk}/" not in desk.get("/desk/queue/").content.decode()


def test_a_stranger_to_the_request_cannot_answer_its_alarm(
    client: Browser,
    sign_in: SignIn,
    office_warsaw: Office,
    alena_operator: User,
    jonas_operator: User,
    maks_lawyer: User,
) -> None:
    alarm = an_alarm(office_warsaw)
    assert sign_in(client, jonas_operator).post(f"/desk/duty/alarms/{alarm.pk}/").status_code == 404
    for user in (jonas_operator, maks_lawyer):
        with pytest.raises(Refused):
            acknowledge(alarm=alarm, by=user)
    assert Alarm.objects.get().acknowledged_at is None


def kept_away(client: Client, user: User) -> None:
    with writing():
        Exclusion.objects.bulk_create(
            [Exclusion(client=client, user=user, entry=uuid4(), made_at=timezone.now())]
        )


def test_a_colleague_whom_the_person_keeps_away_is_never_woken(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    make_shift(alena_operator)
    person = make_client(office=office_warsaw)
    kept_away(person, alena_operator)
    alarm = an_alarm(office_warsaw, client=person)
    ring_due()
    assert woken() == [hanna_coordinator]
    with pytest.raises(Refused):
        acknowledge(alarm=alarm, by=alena_operator)


def test_a_frozen_person_on_the_rota_is_passed_over(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    make_shift(alena_operator)
    User.objects.filter(pk=alena_operator.pk).update(frozen_at=timezone.now())
    an_alarm(office_warsaw)
    ring_due()
    assert woken() == [hanna_coordinator]


def test_a_closed_request_rings_no_more(office_warsaw: Office, alena_operator: User) -> None:
    an_alarm(office_warsaw, status=Status.CLOSED)
    assert [ring_due(), ring_due()] == [0, 0]
    assert Alarm.objects.get().next_at is None
    assert not list(Alarm.objects.waiting())


def test_an_imported_emergency_is_old_news(office_warsaw: Office) -> None:
    row = make_request(office=office_warsaw, urgency=Urgency.EMERGENCY, channel=Channel.IMPORT)
    assert raise_danger(help_request=row, by=SYSTEM) is None


def test_the_web_form_in_danger_raises_an_alarm(office_warsaw: Office, alena_operator: User) -> None:
    assert write(Browser(), danger="yes")
    assert Alarm.objects.get().help_request == HelpRequest.objects.get()
    assert ring_due() == 1


def test_a_request_that_is_no_emergency_raises_none(office_warsaw: Office) -> None:
    assert write(Browser())
    assert not Alarm.objects.exists()


def test_a_decision_for_emergency_raises_an_alarm_and_one_against_it_calms_it(
    office_warsaw: Office, alena_operator: User, hanna_coordinator: User
) -> None:
    row = make_request(office=office_warsaw)
    decide(help_request=row, decision=Decision(urgency=Urgency.EMERGENCY), by=hanna_coordinator)
    assert Alarm.objects.waiting().count() == 1
    decide(help_request=row, decision=Decision(urgency=Urgency.NORMAL), by=alena_operator)
    assert Alarm.objects.get().acknowledged_by == alena_operator


def test_whoever_is_on_duty_and_wrote_it_down_herself_is_not_woken(
    office_warsaw: Office, alena_operator: User
) -> None:
    make_shift(alena_operator)
    row = make_request(office=office_warsaw)
    decide(help_request=row, decision=Decision(urgency=Urgency.EMERGENCY), by=alena_operator)
    assert Alarm.objects.get().acknowledged_by == alena_operator
    assert ring_due() == 0


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_tell_everybody_once(office_warsaw: Office, alena_operator: User) -> None:
    make_shift(alena_operator)
    an_alarm(office_warsaw)

    def run() -> None:
        ring_due()
        connection.close()

    workers = [Thread(target=run) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert woken() == [alena_operator]
