"""Alarms open once, are told once without content, are seen by a coordinator, and end by themselves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.alarms.actions import acknowledge, look, look_everywhere
from cases.alarms.models import OfficeAlarm
from cases.alarms.queries.lines import unseen_alarms
from cases.alarms.tasks import look_at_offices
from cases.funding.models import Funder
from cases.requests.models import HelpRequest
from cases.workload.models import DayCount
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from helpdesk.messaging.models import OutgoingMessage
from helpdesk.messaging.rules import Kind as Message
from knowledge.articles.models import Topic
from tests.cases.alarms.counted import count_days, usual_days
from tests.factories.requests import make_request, make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def permits() -> Topic:
    return make_topic("permits")


def _wave(office: Office, topic: Topic, today: date, *, times: int = 5) -> None:
    """Twenty usual weeks, and a last one with far more."""
    days = usual_days(today)
    last_week = {day: number for day, number in days.items() if day > today - 7 * DAY}
    count_days(office, {topic: days | {day: number * times for day, number in last_week.items()}})


def test_a_usual_week_raises_no_alarm(office_warsaw: Office, permits: Topic, today: date) -> None:
    count_days(office_warsaw, {permits: usual_days(today)})
    assert look(office=office_warsaw) == []


def test_a_wave_opens_one_alarm_however_often_somebody_looks(
    office_warsaw: Office, hanna_coordinator: User, permits: Topic, today: date
) -> None:
    _wave(office_warsaw, permits, today)
    assert look_everywhere() == 1
    assert look_at_offices() == 0
    alarm = OfficeAlarm.objects.get()
    assert (alarm.kind, alarm.topic, alarm.office) == ("wave", permits, office_warsaw)
    assert alarm.seen > 2 * alarm.usual
    assert OutgoingMessage.objects.filter(user=hanna_coordinator, kind=Message.DIGEST).count() == 1
    assert AccessEntry.objects.filter(verb="wave_alarm.open", object_id=str(alarm.pk)).count() == 1


def test_only_coordinators_of_the_office_are_told(
    office_warsaw: Office,
    office_vilnius: Office,
    alena_operator: User,
    hanna_coordinator: User,
    permits: Topic,
    today: date,
) -> None:
    _wave(office_vilnius, permits, today)
    look_everywhere()
    assert OutgoingMessage.objects.count() == 0, "nobody coordinates in Vilnius"
    assert unseen_alarms(hanna_coordinator) == []


def test_an_alarm_ends_by_itself_when_all_is_usual_again(
    office_warsaw: Office, permits: Topic, today: date
) -> None:
    _wave(office_warsaw, permits, today)
    look(office=office_warsaw)
    later = today + 30 * DAY
    days = usual_days(later, weeks=5)
    count_days(office_warsaw, {permits: {day: number for day, number in days.items() if day > today}})
    look(office=office_warsaw, today=later)
    assert OfficeAlarm.objects.get().closed_at is not None
    assert AccessEntry.objects.filter(verb="wave_alarm.close").count() == 1


def test_with_seven_weeks_nobody_says_what_is_usual(
    office_warsaw: Office, permits: Topic, today: date
) -> None:
    _wave(office_warsaw, permits, today)
    with writing():
        DayCount.objects.filter(day__lt=today - 50 * DAY).delete()
    assert look(office=office_warsaw) == []


def test_the_topic_itself_is_named_and_not_the_one_above_it(
    office_warsaw: Office, permits: Topic, today: date
) -> None:
    below = make_topic("card", parent=permits)
    _wave(office_warsaw, below, today)
    assert [alarm.topic for alarm in look(office=office_warsaw)] == [below]


def test_a_week_of_silence_is_an_alarm(office_warsaw: Office, permits: Topic, today: date) -> None:
    days = {day: number * 3 for day, number in usual_days(today).items()}
    count_days(office_warsaw, {permits: days | {today - back * DAY: 0 for back in range(1, 8)}})
    assert [alarm.kind for alarm in look(office=office_warsaw)] == ["silence"]


def test_an_old_backlog_is_an_alarm_until_it_is_worked_off(office_warsaw: Office) -> None:
    rows = [make_request(office=office_warsaw) for _ in range(10)]
    assert look(office=office_warsaw) == []
    old = timezone.now() - timedelta(days=16)
    with writing():
        HelpRequest.objects.filter(pk__in=[row.pk for row in rows[:2]]).update(turn_since=old)
    (alarm,) = look(office=office_warsaw)
    assert (alarm.kind, alarm.seen, alarm.usual) == ("backlog", 16, 14)
    with writing():
        HelpRequest.objects.update(turn_since=timezone.now())
    look(office=office_warsaw)
    alarm.refresh_from_db()
    assert alarm.closed_at is not None


def test_first_answers_that_slip_are_an_alarm(office_warsaw: Office) -> None:
    rows = [make_request(office=office_warsaw) for _ in range(32)]
    for number, row in enumerate(rows):
        came = timezone.now() - timedelta(days=3 if number < 12 else 30)
        took = timedelta(hours=40 if number < 12 else 8)
        with writing():
            HelpRequest.objects.filter(pk=row.pk).update(
                received_at=came, first_answered_at=came + took, turn_since=timezone.now()
            )
    (alarm,) = look(office=office_warsaw)
    assert (alarm.kind, alarm.seen, alarm.usual) == ("slow", 40, 8)


@pytest.mark.parametrize(("left", "is_alarm"), [(61, False), (60, True), (0, True)])
def test_the_end_of_a_grant_is_said_sixty_days_before(
    office_warsaw: Office, today: date, left: int, is_alarm: bool
) -> None:
    with writing():
        Funder(name="Bridge", code="bridge", starts_on=today - 300 * DAY, ends_on=today + left * DAY).save()
    kinds = [alarm.kind for alarm in look(office=office_warsaw)]
    assert kinds == (["money"] if is_alarm else [])


def test_money_that_was_prolonged_ends_the_alarm(office_warsaw: Office, today: date) -> None:
    funder = Funder(name="Bridge", code="bridge", starts_on=today, ends_on=today + 10 * DAY)
    with writing():
        funder.save()
    (alarm,) = look(office=office_warsaw)
    with writing():
        Funder.objects.update(ends_on=today + 200 * DAY)
    look(office=office_warsaw)
    alarm.refresh_from_db()
    assert alarm.closed_at is not None


def test_a_coordinator_says_that_she_has_seen_it(
    client: Client,
    sign_in: SignIn,
    office_warsaw: Office,
    hanna_coordinator: User,
    alena_operator: User,
    permits: Topic,
    today: date,
) -> None:
    _wave(office_warsaw, permits, today)
    (alarm,) = look(office=office_warsaw)
    with pytest.raises(Refused):
        acknowledge(alarm=alarm, by=alena_operator)
    sign_in(client, hanna_coordinator).post(f"/desk/alarms/{alarm.pk}/seen/")
    alarm.refresh_from_db()
    assert (alarm.acknowledged_by, alarm.closed_at) == (hanna_coordinator, None)
    first = alarm.acknowledged_at
    acknowledge(alarm=alarm, by=hanna_coordinator)
    alarm.refresh_from_db()
    assert alarm.acknowledged_at == first, "twice is once"


def test_an_alarm_of_another_office_does_not_exist(
    client: Client,
    sign_in: SignIn,
    office_vilnius: Office,
    hanna_coordinator: User,
    permits: Topic,
    today: date,
) -> None:
    _wave(office_vilnius, permits, today)
    (alarm,) = look(office=office_vilnius)
    page = sign_in(client, hanna_coordinator).post(f"/desk/alarms/{alarm.pk}/seen/")
    assert page.status_code == 404
