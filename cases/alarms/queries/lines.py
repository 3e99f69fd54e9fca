"""Alarms as a page says them: what, in one sentence with its figures, since when, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.alarms.models import OfficeAlarm
from cases.alarms.rules.limits import Kind
from cases.requests.queries import topic_names
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.dates import day

CLOSED_SHOWN = timedelta(days=28)
TONES = {Kind.WAVE.value: "warn", Kind.SILENCE.value: "danger", Kind.MONEY.value: "info"}


@dataclass(frozen=True)
class AlarmLine:
    """One alarm in words."""

    alarm: OfficeAlarm
    title: str
    text: str
    may_pause: bool

    @property
    def tone(self) -> str:
        return TONES.get(self.alarm.kind, "warn")


def open_alarms(user: User) -> list[AlarmLine]:
    """What is not as usual in her office now, the unseen first. One query."""
    rows = OfficeAlarm.objects.visible_to(user).open().select_related("funder", "acknowledged_by")
    return _lines(sorted(rows, key=lambda one: (one.acknowledged_at is not None, one.opened_at)), user)


def alarms_since(user: User, since: datetime) -> tuple[list[AlarmLine], list[AlarmLine]]:
    """Those that are open, and those that ended since then. One query."""
    rows = OfficeAlarm.objects.visible_to(user).select_related("funder", "acknowledged_by")
    lines = _lines([*(rows.open() | rows.filter(closed_at__gte=since))], user)
    still = [line for line in lines if line.alarm.closed_at is None]
    still.sort(key=lambda line: (line.alarm.acknowledged_at is not None, line.alarm.opened_at))
    return still, [line for line in lines if line.alarm.closed_at is not None]


def alarms_page(user: User) -> tuple[list[AlarmLine], list[AlarmLine]]:
    """Open ones, and those that ended within four weeks."""
    return alarms_since(user, timezone.now() - CLOSED_SHOWN)


def _lines(alarms: list[OfficeAlarm], user: User) -> list[AlarmLine]:
    names = {topic.pk: topic.name for topic in topic_names()} if any(one.topic_id for one in alarms) else {}
    may_pause = user.can(Permission.PAUSE_TOPIC)
    return [
        AlarmLine(one, _title(one, names), _text(one), may_pause and one.is_wave and one.closed_at is None)
        for one in alarms
    ]


def _title(alarm: OfficeAlarm, names: dict[int, str]) -> str:
    what = str(alarm.get_kind_display())
    about = names.get(alarm.topic_id or 0, "") or (alarm.funder.name if alarm.funder else "")
    return f"{about}: {what}" if about else what[:1].upper() + what[1:]


def _text(alarm: OfficeAlarm) -> str:
    figures = {"seen": alarm.seen, "usual": alarm.usual, "days": alarm.days}
    return _words(alarm) % figures


def _words(alarm: OfficeAlarm) -> str:
    kind = Kind(alarm.kind)
    if kind is Kind.WAVE:
        return ngettext(
            "Requests in %(days)s day: %(seen)s. Usual is up to %(usual)s.",
            "Requests in %(days)s days: %(seen)s. Usual is up to %(usual)s.",
            alarm.days,
        )
    if kind is Kind.SILENCE:
        return _(
            "Requests in seven days: %(seen)s. Usual is about %(usual)s. "
            "Is the form open, does the phone ring?"
        )
    if kind is Kind.BACKLOG:
        return ngettext(
            "One in ten of those who wait for us has waited %(seen)s day or longer. The limit: %(usual)s.",
            "One in ten of those who wait for us has waited %(seen)s days or longer. The limit: %(usual)s.",
            alarm.seen,
        )
    if kind is Kind.SLOW:
        return _("Hours until a first answer, in the middle: %(seen)s in two weeks, %(usual)s before.")
    return _money_words(alarm)


def _money_words(alarm: OfficeAlarm) -> str:
    if alarm.funder is None:
        return ""
    return _("The last day is %(day)s. What is paid from it?") % {"day": day(alarm.funder.ends_on)}
