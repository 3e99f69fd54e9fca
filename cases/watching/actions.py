"""Looking at readers every half minute, at the chain every night, and laying out bait."""

from __future__ import annotations

import logging
import secrets
from datetime import timedelta

from django.utils import timezone

from cases.requests.actions import Need, change_status, enrol_client, receive
from cases.requests.workflow import Outcome, Status
from cases.watching import queries
from cases.watching.models import Canary, LogCheck, ReadingAlarm, WatchMark
from cases.watching.notifications import digest_is_ready, warn_auditors, warn_of_the_log
from cases.watching.rules import BAIT, AlarmKind, level, points, points_of_lists
from helpdesk.accounts.actors import System
from helpdesk.accounts.models import Office, User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.audit.queries import walk
from helpdesk.team.actions import freeze_user

WATCH = System("watch")
CHECKS_KEPT = timedelta(days=400)
logger = logging.getLogger("helpdesk.watching")


@action
def watch() -> int:
    """Judges what was opened since the last time; how many alarms. Two at once look one after the other."""
    mark = _mark()
    newest = queries.last_entry()
    entries = queries.new_openings(mark.last_entry)
    if len(entries) == queries.MOST_ENTRIES:
        newest = entries[-1].pk  # the rest in the next round
    raised = 0
    if entries:
        baits = queries.baits_among(entries)
        last = {entry.actor_id: entry.pk for entry in entries}
        people = User.objects.filter(pk__in=list(last)).order_by("pk")
        for user in people:
            took = any(e.object_id in baits for e in entries if e.actor_id == str(user.pk))
            raised += _judge(user, last[str(user.pk)], took_bait=took)
    if newest != mark.last_entry:
        mark.last_entry = newest
        mark.save(update_fields=["last_entry"])
    return raised


def _judge(user: User, entry: int, *, took_bait: bool) -> int:
    if took_bait:
        return _raise(user, AlarmKind.CANARY, entry, total=0)
    total = points(queries.openings_of(user)) + points_of_lists(queries.lists_taken(user))
    found = level(total)
    return _raise(user, found, entry, total=total) if found else 0


def _raise(user: User, kind: AlarmKind, entry: int, *, total: int) -> int:
    """One alarm of each kind a day; from a stop on the account is frozen until two people let her in anew."""
    alarm = ReadingAlarm(user=user, kind=kind.value, day=timezone.localdate(), points=total, entry=entry)
    alarm.raised_at = timezone.now()
    known = ReadingAlarm.objects.filter(user=user, kind=kind.value, day=alarm.day).exists()
    if known and (kind is AlarmKind.UNUSUAL or user.frozen_at is not None):
        return 0
    ReadingAlarm.objects.bulk_create([alarm], ignore_conflicts=True)
    if kind is not AlarmKind.UNUSUAL and user.frozen_at is None:
        freeze_user(user=user, by=WATCH, reason=kind.value)
    record(f"watch.{kind.value}", user, by=WATCH)
    warn_auditors()
    return 1


@action
def check_log() -> LogCheck:
    """Walks the whole chain; the head noted the night before must still be there."""
    before = LogCheck.objects.filter(breaks=0).first()
    chain = walk(before.head if before else "")
    breaks = len(chain.breaks) + (not chain.has_noted)
    LogCheck.objects.filter(checked_at__lt=timezone.now() - CHECKS_KEPT).delete()
    check = LogCheck(checked_at=timezone.now(), length=chain.length, head=chain.head, breaks=breaks)
    check.save(force_insert=True)
    if breaks:
        logger.error("watching.log_is_broken %d", breaks)
        warn_of_the_log()
    return check


@action
def send_digest() -> bool:
    """Once in every week, from Monday on: there is a week to be read. The mail says nothing of it."""
    mark, monday = _mark(), queries.monday_of(timezone.localdate())
    if mark.digest_on == monday:
        return False
    mark.digest_on = monday
    mark.save(update_fields=["digest_on"])
    digest_is_ready()
    return True


def _mark() -> WatchMark:
    """The one row, held: two at once go one after the other."""
    WatchMark.objects.bulk_create([WatchMark(pk=1)], ignore_conflicts=True)
    return WatchMark.objects.select_for_update(of=("self",)).get(pk=1)


@action
def lay_bait(*, office: Office, by: System) -> Canary:
    """An invented closed request, such as only somebody who looks around would open."""
    moment = timezone.now() - timedelta(days=20 + secrets.randbelow(30))
    client = enrol_client(office=office, language="be", country=office.country, by=by)
    need = Need(story=secrets.choice(BAIT), language="be", country=office.country, received_at=moment)
    row = receive(client=client, need=need, by=by)
    change_status(help_request=row, to=Status.CLOSED, by=by, kind="closed", outcome=Outcome.ANSWERED.value)
    canary = Canary(help_request=row)
    canary.save(force_insert=True)
    record("watch.lay_bait", row.office, by=by)  # the request itself is named nowhere
    return canary
