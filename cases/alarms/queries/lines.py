"""Alarms as a page says them: what, in one sentence with its figures, since when, and what can be done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.alarms.models import OfficeAlarm
from cases.alarms.rules.limits import Kind
from cases.workload.queries import beside_dashboard
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
    slug: str = ""  # of its topic, by which the queue is filtered
    paused_until: date | None = None  # somebody has paused the topic already

    @property
    def tone(self) -> str:
        return TONES.get(self.alarm.kind, "warn")


def unseen_alarms(user: User) -> list[AlarmLine]:
    """What is not as usual in her office now and nobody has looked after. One query."""
    return _lines(OfficeAlarm.objects.visible_to(user).open().filter(acknowledged_at=None).for_lines(), user)


@receiver(beside_dashboard, dispatch_uid="alarms")
def answer_dashboard(user: User, **_signal: Any) -> list[AlarmLine]:
    """The dashboard is made one room below and cannot ask us by name."""
    return unseen_alarms(user)


def alarms_since(user: User, since: datetime) -> tuple[list[AlarmLine], list[AlarmLine]]:
    """Those that are open, and those that ended since then. One query."""
    rows = OfficeAlarm.objects.visible_to(user).filter(Q(closed_at=None) | Q(closed_at__gte=since))
    lines = _lines(rows.for_lines(), user)
    still = [line for line in lines if line.alarm.closed_at is None]
    still.sort(key=lambda line: (line.alarm.acknowledged_at is not None, line.alarm.opened_at))
    return still, [line for line in lines if line.alarm.closed_at is not None]


def alarms_page(user: User) -> tuple[list[AlarmLine], list[AlarmLine]]:
    """Open ones, and those that ended within four weeks."""
    return alarms_since(user, timezone.now() - CLOSED_SHOWN)


def _lines(alarms: Iterable[Any], user: User) -> list[AlarmLine]:
    may_pause = user.can(Permission.PAUSE_TOPIC)
    return [_line(one, may_pause=may_pause) for one in alarms]


def _line(alarm: Any, *, may_pause: bool) -> AlarmLine:
    """`alarm` comes from `for_lines`."""
    is_live_wave = alarm.is_wave and alarm.closed_at is None
    paused_until = alarm.paused_until if is_live_wave else None
    about = str(alarm.topic or alarm.funder or "")
    return AlarmLine(
        alarm,
        _title(alarm, about),
        _text(alarm),
        may_pause=may_pause and is_live_wave and paused_until is None,
        slug=alarm.topic.slug if alarm.topic else "",
        paused_until=paused_until,
    )


def _title(alarm: OfficeAlarm, about: str) -> str:
    what = str(alarm.get_kind_display())
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
