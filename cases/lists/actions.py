"""Asking for a list, the second person's yes, and taking it: once, within the hour, by who asked."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.lists import queries
from cases.lists.models import ListExport
from cases.lists.notifications import may_be_taken, second_person_wanted
from cases.lists.permissions import can_agree, can_ask, can_drop, can_take, still_holds
from cases.lists.queries import Row
from cases.lists.rules import COLUMNS, KEPT, MOST_ASKED, MOST_DAYS, MOST_LINES, FileKind, State
from cases.triage.queries.finding import Sought
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key, reveal_one, seal
from helpdesk.sealing.erasing import erase_keys
from helpdesk.sealing.models import DataKey
from helpdesk.sealing.reasons import Reason


def ask(*, sought: Sought, reason: str, by: User) -> ListExport:
    """The first of two people: which list, and why it is needed outside. Nothing leaves yet.

    Raises NotNow for an empty list, for one that is too long, and past the daily limit, which is logged.
    """
    if not can_ask(by):
        raise Refused
    if queries.asked_lately(by) >= MOST_ASKED:
        _note_stop(by)
        raise _too_often()
    return _ask(sought, reason.strip(), by)


@action
def _note_stop(by: User) -> None:
    record("request.list_ask", None, by=by, reason="budget", refused=True)


def _too_often() -> NotNow:
    return NotNow(
        _("You have asked for %(count)s lists within a day. Ask again tomorrow.") % {"count": MOST_ASKED}
    )


@action
def _ask(sought: Sought, reason: str, by: User) -> ListExport:
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    if queries.asked_lately(by) >= MOST_ASKED:  # two windows at once
        raise _too_often()
    if not sought.since or not sought.until or not 0 <= (sought.until - sought.since).days < MOST_DAYS:
        raise NotNow(_("Say from which to which day, at most one year."))
    if not reason:
        raise NotNow(_("Please write why the list is needed outside."))
    now = timezone.now()
    lines = queries.lines_of(by, sought, until=now).count()
    if not lines:
        raise NotNow(_("Nothing fits. There is no list."))
    if lines > MOST_LINES:
        raise NotNow(
            _("These are more than %(count)s requests. Ask for less at a time.") % {"count": MOST_LINES}
        )
    wanted = ListExport(
        office=by.office, asked_by=by, asked_at=now, lines=lines, since=sought.since, until=sought.until
    )
    wanted.day_of, wanted.city = sought.day_of, sought.city
    wanted.channel, wanted.topic = sought.channel, sought.topic
    wanted.reason_key = new_data_key("list")
    seal(wanted, reason=reason)
    wanted.save(force_insert=True)
    record("request.list_ask", wanted, by=by, fields=COLUMNS, reason=_count(lines))
    second_person_wanted(wanted)
    return wanted


def _count(lines: int, kind: str = "") -> str:
    return f"lines {lines} {kind}".strip()


def _held(wanted: ListExport) -> ListExport:
    """The row as it is now, kept from anybody else until the end."""
    rows = ListExport.objects.select_for_update(of=("self",))
    fresh: ListExport = rows.select_related("asked_by", "agreed_by", "office").get(pk=wanted.pk)
    return fresh


@action
def read_reason(*, wanted: ListExport, by: User) -> str:
    """Why she needs it: for the two it is about, as long as it is undecided. Written down, then opened."""
    if not can_drop(by, wanted):
        raise Refused
    if not wanted.waits:
        return ""
    return reveal_one(wanted, ["reason"], by=by, reason=Reason.LIST)["reason"]


@action
def agree(*, wanted: ListExport, by: User) -> ListExport:
    """The second of two people: from now on who asked has an hour."""
    fresh = _held(wanted)
    if not can_agree(by, fresh):
        raise Refused
    _check_waits(fresh)
    fresh.agreed_by, fresh.agreed_at = by, timezone.now()
    fresh.save(update_fields=["agreed_by", "agreed_at"])
    record("request.list_agree", fresh, by=by, fields=COLUMNS, reason=_count(fresh.lines))
    may_be_taken(fresh)
    return fresh


@action
def drop(*, wanted: ListExport, by: User) -> ListExport:
    """The second one says no, or the first one needs it no more; also after a yes, until it is taken."""
    fresh = _held(wanted)
    if not can_drop(by, fresh):
        raise Refused
    if fresh.state not in {State.WAITS, State.AGREED}:
        raise NotNow(_("This was decided already, or it took too long."))
    fresh.dropped_by, fresh.dropped_at = by, timezone.now()
    fresh.save(update_fields=["dropped_by", "dropped_at"])
    record("request.list_refuse", fresh, by=by, reason=_count(fresh.lines))
    return fresh


def _check_waits(fresh: ListExport) -> None:
    if fresh.state is not State.WAITS:
        raise NotNow(_("This was decided already, or it took too long."))
    if queries.stood_still_since(fresh.asked_at):
        raise NotNow(_("The desk was closed meanwhile. Ask anew."))


@action
def take(*, wanted: ListExport, kind: FileKind, by: User) -> list[Row]:
    """Gives the lines, this one time. What was asked of the second person is asked of her again.

    The lines are those of this moment, as far as they existed when it was asked; never more of them.
    """
    fresh = _held(wanted)
    if not can_take(by, fresh):
        raise Refused
    if fresh.state is State.TAKEN:
        raise NotNow(_("This list was taken already. Ask anew if you need another one."))
    if fresh.state is not State.AGREED:
        raise NotNow(_("Nobody has agreed to it yet, or it took too long. Ask anew."))
    if not still_holds(fresh):
        raise NotNow(_("Who agreed may not do so any more. Ask anew."))
    if queries.stood_still_since(fresh.asked_at):
        raise NotNow(_("The desk was closed meanwhile. Ask anew."))
    rows = queries.rows_of(by, fresh, fresh.lines)
    if len(rows) > fresh.lines:
        raise NotNow(_("The list has become longer than the one that was agreed to. Ask anew."))
    fresh.taken_at, fresh.taken_lines = timezone.now(), len(rows)
    fresh.save(update_fields=["taken_at", "taken_lines"])
    record("request.export_list", fresh, by=by, fields=COLUMNS, reason=_count(len(rows), kind.value))
    return rows


@action
def forget_old() -> int:
    """What was asked three months ago goes, with its reason; the access log keeps who took how many lines."""
    old = ListExport.objects.filter(asked_at__lt=timezone.now() - KEPT)
    keys = list(DataKey.objects.filter(pk__in=old.values("reason_key")))
    count, _by_model = old.delete()
    if keys:
        erase_keys(keys)
    return count
