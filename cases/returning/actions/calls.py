"""Ringing somebody: her number for the moment of the call, and how it ended."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.actions import locked, note_event
from cases.requests.models import HelpRequest
from cases.returning.models import RingBack
from cases.returning.permissions import can_ring
from cases.returning.queries import may_be_rung
from cases.returning.rules import FARTHEST, Call
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.messaging.rules import is_safe_hour
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason

EVENTS = {Call.REACHED: "rung", Call.NOT_REACHED: "not_reached", Call.GIVEN_UP: "rung_in_vain"}


@action
def open_number(*, help_request: HelpRequest, by: User) -> dict[str, str]:
    """Number and agreed word, logged; when a call is due or she is in danger, in her safe hours only."""
    if not can_ring(by, help_request):
        raise Refused
    if not may_be_rung(help_request):
        raise NotNow(_("No call is due here. Nobody rings before the day that was agreed."))
    client = help_request.client
    if not is_safe_hour(timezone.localtime().hour, client.earliest_hour, client.latest_hour):
        words = _("It is not safe to ring her now. Her hours are %(first)d to %(last)d.")
        raise NotNow(words % {"first": client.earliest_hour, "last": client.latest_hour})
    return reveal_one(client, ["contact", "safe_word"], by=by, reason=Reason.RING_BACK)


@action
def note_call(
    *,
    help_request: HelpRequest,
    outcome: Call,
    again_on: date | None = None,
    by: User,
    seen: int | None = None,
) -> RingBack:
    """How the call ended. Reached: the promise is kept, a new day may be agreed. Not reached: a new day.

    `seen` is the version on the page, so that the same form sent twice is one call.
    """
    if not can_ring(by, help_request):
        raise Refused
    fresh = locked(help_request)
    if seen is not None and seen != fresh.version:
        raise NotNow(_("Something has happened here meanwhile. Look at the request again."))
    if not fresh.is_open:
        raise NotNow(_("This request is closed. Open it again first."))
    again_on = None if outcome is Call.GIVEN_UP else again_on
    _check_day(outcome, again_on)
    now = timezone.now()
    row = RingBack(help_request=fresh, outcome=outcome.value, again_on=again_on, made_by=by, made_at=now)
    row.save(force_insert=True)
    fresh.look_again_on = again_on
    fresh.ring_back = outcome is Call.NOT_REACHED or again_on is not None
    fresh.version += 1
    fresh.save(update_fields=["look_again_on", "ring_back", "version"])
    for name in ("look_again_on", "ring_back", "version"):
        setattr(help_request, name, getattr(fresh, name))
    note_event(help_request=fresh, kind=EVENTS[outcome], by=by)
    record("request.ring_back", fresh, by=by, fields=["look_again_on", "ring_back"])
    return row


def _check_day(outcome: Call, again_on: date | None) -> None:
    if outcome is Call.NOT_REACHED and again_on is None:
        raise NotNow(_("Please choose the day on which we try again."))
    today = timezone.localdate()
    if again_on is not None and not today <= again_on <= today + FARTHEST:
        raise NotNow(_("Choose a day from today on, within the next three months."))


def suggested_day() -> date:
    """Tomorrow, over a weekend on Monday."""
    day = timezone.localdate() + timedelta(days=1)
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
