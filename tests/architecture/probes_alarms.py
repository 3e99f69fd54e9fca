"""Probes of the safety matrix about an office's alarms and Monday page: coordinators of the office only."""

from __future__ import annotations

from cases.alarms.models import OfficeAlarm
from helpdesk.audit.guard import writing
from tests.architecture.access_coming import office_alarm
from tests.architecture.visitor import Visitor, done

SEEN = 43217  # a number that stands on no other page


def _shows_figures(at: Visitor, page: str) -> str:
    alarm = office_alarm(at.world, at.thing)
    with writing():
        OfficeAlarm.objects.filter(pk=alarm.pk).update(seen=SEEN)
    text = at.get(page).content.decode()
    return done(is_done=str(SEEN) in text.replace("\xa0", "").replace(",", ""))


def read_alarm(at: Visitor) -> str:
    return _shows_figures(at, "alarms:list")


def read_monday(at: Visitor) -> str:
    return _shows_figures(at, "alarms:monday")


def acknowledge(at: Visitor) -> str:
    alarm = office_alarm(at.world, at.thing)
    at.post("alarms:seen", alarm.pk)
    return done(is_done=OfficeAlarm.objects.get(pk=alarm.pk).acknowledged_at is not None)
