"""The verbs of alarms: look at an office's counts, which opens and closes, and say that one was seen."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.utils import timezone

from cases.alarms.models import OfficeAlarm
from cases.alarms.notifications import tell_coordinators
from cases.alarms.permissions import can_acknowledge
from cases.alarms.queries.signs import signs_of
from cases.alarms.rules.limits import Sign
from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

CLOCK = System(job="alarms")
_LOCK = 7_301_002  # one look at a time: twice at once is once


@action
def look(*, office: Office, today: date | None = None) -> list[OfficeAlarm]:
    """Opens what is right now, writes new figures into what is open, closes what is over; gives the new ones.

    Looking again changes nothing and tells nobody twice: an alarm that is open is not opened again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    opened = {alarm.key: alarm for alarm in OfficeAlarm.objects.open().filter(office=office)}
    found = signs_of(office, opened.keys(), today)
    for key, alarm in opened.items():
        if key in found.signs:
            _keep_up(alarm, found.signs[key])
        elif key in found.over:
            _close(alarm)
    new = [_open(office, sign) for key, sign in found.signs.items() if key not in opened]
    if new:
        tell_coordinators(office.pk)
    return new


def look_everywhere(*, today: date | None = None) -> int:
    """Each office in a transaction of its own; how many alarms were opened."""
    return sum(
        len(look(office=office, today=today))
        for office in Office.objects.filter(closed_on=None).order_by("pk")
    )


@action
def acknowledge(*, alarm: OfficeAlarm, by: User) -> None:
    """A coordinator has seen it; it stays until it is over. Twice is once."""
    if not can_acknowledge(by, alarm):
        raise Refused
    fresh = OfficeAlarm.objects.select_for_update(of=("self",)).get(pk=alarm.pk)
    if fresh.acknowledged_at is not None or fresh.closed_at is not None:
        return
    fresh.acknowledged_at, fresh.acknowledged_by = timezone.now(), by
    fresh.save(update_fields=["acknowledged_at", "acknowledged_by"])
    record("wave_alarm.acknowledge", fresh, by=by)


def _open(office: Office, sign: Sign) -> OfficeAlarm:
    alarm = OfficeAlarm(
        office=office,
        kind=sign.key.kind.value,
        topic_id=sign.key.topic,
        funder_id=sign.key.funder,
        seen=sign.seen,
        usual=sign.usual,
        days=sign.days,
        opened_at=timezone.now(),
    )
    alarm.save(force_insert=True)
    record("wave_alarm.open", alarm, by=CLOCK)
    return alarm


def _keep_up(alarm: OfficeAlarm, sign: Sign) -> None:
    if (alarm.seen, alarm.usual, alarm.days) != (sign.seen, sign.usual, sign.days):
        alarm.seen, alarm.usual, alarm.days = sign.seen, sign.usual, sign.days
        alarm.save(update_fields=["seen", "usual", "days"])


def _close(alarm: OfficeAlarm) -> None:
    alarm.closed_at = timezone.now()
    alarm.save(update_fields=["closed_at"])
    record("wave_alarm.close", alarm, by=CLOCK)
