"""Probes of the safety matrix around duty and coming back: rota, alarms, calls, links, another adult."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.duty.models import Alarm, Shift
from cases.duty.rules import monday_of
from cases.requests.models import Client, HelpRequest
from cases.returning.actions import ask_back, link
from cases.returning.models import ClientLink, RingBack
from cases.returning.rules import Ground
from helpdesk.audit.guard import writing
from tests.architecture.access_coming import alarm
from tests.architecture.probes_requests import read_contact as read_own_contact
from tests.architecture.visitor import Visitor, done
from tests.factories.web import shown_digits


def read_contact(at: Visitor) -> str:
    """The desk opens a number only for a call that is due, within her hours."""
    if at.is_client:
        return read_own_contact(at)
    row = at.request
    with writing():
        HelpRequest.objects.filter(pk=row.pk).update(look_again_on=timezone.localdate() - timedelta(days=1))
        Client.objects.filter(pk=row.client_id).update(earliest_hour=0, latest_hour=24)
    return at.reads(at.post("returning:number", row.pk), "contact")


def read_rota(at: Visitor) -> str:
    return done(is_done=at.get("duty:rota").status_code == 200)


def plan_rota(at: Visitor) -> str:
    """A foreign colleague does not stand in the list to choose from."""
    monday = monday_of(timezone.localdate()) + timedelta(days=7)
    who, day = str(at.it.staff.operator.pk), monday.isoformat()
    at.post("duty:plan", week=day, user=who, days=[day],
            starts="09:00", ends="17:00", place="0")  # fmt: skip
    return done(is_done=Shift.objects.filter(user=at.it.staff.operator).exists())


def look_at_alarm(at: Visitor) -> str:
    found = alarm(at.world, at.thing)
    at.post("duty:look", found.pk)
    return done(is_done=Alarm.objects.get(pk=found.pk).acknowledged_at is not None)


def note_call(at: Visitor) -> str:
    row = at.request
    at.post("returning:call", row.pk, outcome="reached", again_on="", seen=str(row.version))
    return done(is_done=RingBack.objects.filter(help_request=row).exists())


def link_mailboxes(at: Visitor) -> str:
    """An alias of the same office, said by a caller."""
    alias = at.it.fresh.client.alias
    at.post("returning:earlier", at.it.plain.pk, words=alias, ground="knows_alias")
    return done(is_done=ClientLink.objects.exists())


def give_back(at: Visitor) -> str:
    """A colleague has asked; this is the second person."""
    team = at.world.away if at.thing == "foreign" else at.world.people
    made = link(
        help_request=at.it.plain, older=at.it.fresh.client, ground=Ground.KNOWS_ALIAS, by=team["oper"]
    )
    ask_back(link=made, ground=Ground.KNOWS_STORY, by=team["coord" if at.role == "oper" else "oper"])
    at.post("returning:give_back", at.it.plain.pk, made.pk)
    return done(is_done=ClientLink.objects.get(pk=made.pk).given_back_at is not None)


def second_mailbox(at: Visitor) -> str:
    """From her own inbox, or from the desk during a call."""
    household = at.it.holder.client.household
    assert household is not None
    if at.role in {"anon", "client"}:
        digits = shown_digits(at.browser, "be", "inbox/second")
        at.post("returning:adult", last_digits=digits[-4:])
    else:
        at.post("returning:desk_adult", at.it.plain.pk)
    return done(is_done=household.clients.count() > 1)
