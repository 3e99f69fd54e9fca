"""Alarms as a page says them: what, in one sentence with its figures, since when, and what can be done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.alarms.models import OfficeAlarm
from cases.alarms.rules.limits import Kind
from cases.requests.queries import TopicName, topic_names
from cases.waiting.models import TopicPause
from cases.waiting.queries import live_pauses
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
    rows = OfficeAlarm.objects.visible_to(user).open().filter(acknowledged_at=None)
    return _lines(list(rows.select_related("funder", "office")), user)


@receiver(beside_dashboard, dispatch_uid="alarms")
def answer_dashboard(user: User, **_signal: Any) -> list[AlarmLine]:
    """The dashboard is made one room below and cannot ask us by name."""
    return unseen_alarms(user)


def alarms_since(user: User, since: datetime) -> tuple[list[AlarmLine], list[AlarmLine]]:
    """Those that are open, and those that ended since then. One query."""
    rows = OfficeAlarm.objects.visible_to(user).select_related("funder", "office", "acknowledged_by")
    lines = _lines([*(rows.open() | rows.filter(closed_at__gte=since))], user)
    still = [line for line in lines if line.alarm.closed_at is None]
    still.sort(key=lambda line: (line.alarm.acknowledged_at is not None, line.alarm.opened_at))
    return still, [line for line in lines if line.alarm.closed_at is not None]


def alarms_page(user: User) -> tuple[list[AlarmLine], list[AlarmLine]]:
    """Open ones, and those that ended within four weeks."""
    return alarms_since(user, timezone.now() - CLOSED_SHOWN)


def _lines(alarms: list[OfficeAlarm], user: User) -> list[AlarmLine]:
    topics = {topic.pk: topic for topic in topic_names()} if any(one.topic_id for one in alarms) else {}
    may_pause = user.can(Permission.PAUSE_TOPIC)
    return [_line(one, topics.get(one.topic_id or 0), may_pause=may_pause) for one in alarms]


def _line(alarm: OfficeAlarm, topic: TopicName | None, *, may_pause: bool) -> AlarmLine:
    is_live_wave = alarm.is_wave and alarm.closed_at is None
    about = topic.name if topic else alarm.funder.name if alarm.funder else ""
    pause = _pause_of(topic, alarm.office.country) if topic and is_live_wave else None
    return AlarmLine(
        alarm,
        _title(alarm, about),
        _text(alarm),
        may_pause=may_pause and is_live_wave and pause is None,
        slug=topic.slug if topic else "",
        paused_until=pause.until_on if pause else None,
    )


def _pause_of(topic: TopicName, country: str) -> TopicPause | None:
    """The pause of this topic or of the one above it; pauses are kept for a minute."""
    family = {topic.pk, topic.parent_id}
    return next((one for one in live_pauses() if one.country == country and one.topic_id in family), None)


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
