"""The spine's verbs: take in a request, move it along the table, add words. Only here is a status written."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.models import Client, Event, HelpRequest, Household, Message, Note
from cases.requests.permissions import can_write
from cases.requests.queries import before_closing
from cases.requests.rules import new_alias, new_code
from cases.requests.workflow import (
    Channel,
    Status,
    Turn,
    Urgency,
    may_become,
    status_after_client_wrote,
    turn_after,
)
from helpdesk.accounts.actors import Actor, ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key, new_data_keys, seal
from helpdesk.sealing.inbox import InboxKey
from knowledge.articles.models import Revision, Topic


@dataclass(frozen=True)
class Contact:
    """How a client wants to be reached; kept sealed, except the channel and the hours."""

    channel: str = "none"
    address: str = ""
    mark: bytes | None = None
    safe_word: str = ""
    earliest_hour: int = 9
    latest_hour: int = 20
    leave_no_message: bool = True
    device_may_be_searched: bool = False


@dataclass(frozen=True)
class Need:
    """What came in through a door, in plain text, before it is sealed."""

    story: str
    language: str
    country: str
    city: str = ""
    answers: str = ""
    channel: Channel = Channel.WEB
    topic: Topic | None = None
    urgency: Urgency = Urgency.NORMAL
    flags: list[str] = field(default_factory=list)
    deadline_on: date | None = None
    look_again_on: date | None = None
    ring_back: bool = False
    ring_back_part: str = ""  # morning, afternoon, evening
    heard_from: str = ""
    source_id: str | None = None
    received_at: datetime | None = None
    waits: bool = False  # its topic is paused: it joins the waiting list


def this_hour() -> datetime:
    """Clients' acts are kept to the hour: minutes could be matched with traffic seen elsewhere."""
    return timezone.now().replace(minute=0, second=0, microsecond=0)


@action
def enrol_client(
    *,
    office: Office,
    language: str,
    country: str,
    city: str = "",
    contact: Contact | None = None,
    locator: bytes | None = None,
    inbox_public_key: bytes | None = None,
    receipt_is_temporary: bool = False,
    household: Household | None = None,
    by: Actor,
) -> Client:
    """A new mailbox with an alias; with a receipt when `locator` and `inbox_public_key` are given."""
    contact = contact or Contact()
    household = household or Household(country=country, city=city)
    household.save()
    client = Client(
        office=office,
        household=household,
        language=language,
        locator=locator,
        inbox_public_key=inbox_public_key,
        receipt_is_temporary=receipt_is_temporary,
        contact_channel=contact.channel,
        contact_mark=contact.mark,
        earliest_hour=contact.earliest_hour,
        latest_hour=contact.latest_hour,
        leave_no_message=contact.leave_no_message,
        device_may_be_searched=contact.device_may_be_searched,
    )
    client.mailbox_key = new_data_key(
        "mailbox", client_public_key=inbox_public_key, client_id=client.pk if inbox_public_key else None
    )
    seal(client, contact=contact.address, safe_word=contact.safe_word)
    _save_with_alias(client)
    record("client.enrol", client, by=by, fields=["contact"] if contact.address else [])
    return client


def _save_with_alias(client: Client) -> None:
    client.alias = new_alias()
    while Client.objects.filter(alias=client.alias).exists():
        client.alias = new_alias()
    client.save(force_insert=True)  # a twin made in this very moment is refused by the unique index


@action
def receive(*, client: Client, need: Need, by: Actor) -> HelpRequest:
    """One need becomes one sealed request with keys of its own; the same for every door."""
    now = need.received_at or this_hour()
    help_request = HelpRequest(
        code=new_code("R"),
        client=client,
        office=client.office,
        topic=need.topic,
        country=need.country,
        city=need.city,
        language=need.language,
        channel=need.channel.value,
        urgency=need.urgency.value,
        flags=list(need.flags),
        deadline_on=need.deadline_on,
        look_again_on=need.look_again_on,
        ring_back=need.ring_back,
        ring_back_part=need.ring_back_part,
        heard_from=need.heard_from,
        source_id=need.source_id,
        received_at=now,
        turn_since=now,
        status=(Status.WAITING_LIST if need.waits else Status.NEW).value,
        turn=(Turn.NOBODY if need.waits else Turn.US).value,
    )
    public_key = bytes(client.inbox_public_key) if client.inbox_public_key else None
    help_request.inbox_key, help_request.desk_key = new_data_keys(
        [("inbox", public_key), ("desk", None)], client_id=client.pk if public_key else None
    )
    seal(help_request, story=need.story, answers=need.answers)
    help_request.save(force_insert=True)
    note_event(help_request=help_request, kind="received", at=now, by=by)
    record("request.create", help_request, by=by, fields=["story"])
    return help_request


def note_event(
    *,
    help_request: HelpRequest,
    kind: str,
    by: Actor,
    at: datetime | None = None,
    before: str = "",
    after: str = "",
) -> Event:
    """Appends one event; called inside an action."""
    event = Event(
        help_request=help_request,
        kind=kind,
        from_status=before,
        to_status=after,
        user=by if isinstance(by, User) else None,
        happened_at=at or (this_hour() if isinstance(by, ByReceipt) else timezone.now()),
    )
    event.save(force_insert=True)
    return event


def locked(help_request: HelpRequest) -> HelpRequest:
    """The same request, fresh and locked until the action ends; the given object gets the fresh status."""
    fresh = (
        HelpRequest.objects.select_for_update(of=("self",)).select_related("client").get(pk=help_request.pk)
    )
    help_request.status, help_request.turn, help_request.version = fresh.status, fresh.turn, fresh.version
    return fresh


@action
def change_status(
    *,
    help_request: HelpRequest,
    to: Status,
    by: Actor,
    kind: str,
    turn: Turn | None = None,
    outcome: str = "",
) -> HelpRequest:
    """The only place a request's status is written. Who may is asked by the calling room.

    Raises NotNow when the workflow table has no such step.
    """
    fresh = locked(help_request)
    before = Status(fresh.status)
    if to is not before and not may_become(before, to):
        raise NotNow(_("This request has moved on meanwhile. Look at it again."))
    if to is Status.CLOSED:
        before_closing.send(HelpRequest, help_request=fresh, by=by, outcome=outcome)
    now = timezone.now()
    fresh.status = to.value
    fresh.turn = (turn or turn_after(to)).value
    fresh.turn_since = now
    fresh.closed_at = now if to is Status.CLOSED else None
    fresh.outcome = outcome if to is Status.CLOSED else ""
    fresh.version += 1
    fresh.save(update_fields=["status", "turn", "turn_since", "closed_at", "outcome", "version"])
    note_event(help_request=fresh, kind=kind, by=by, before=before.value, after=to.value)
    for name in ("status", "turn", "turn_since", "closed_at", "outcome", "version"):
        setattr(help_request, name, getattr(fresh, name))
    return help_request


@action
def add_staff_message(
    *,
    help_request: HelpRequest,
    body: str,
    language: str,
    by: User,
    revision: Revision | None = None,
    message_id: UUID | None = None,
) -> Message:
    """A reply into the client's inbox, sealed under her key; counts as first answer; no status here.

    `message_id` comes from the form, so that the same form sent twice is one message.
    """
    if not can_write(by, help_request):
        raise Refused
    now = timezone.now()
    message = Message(help_request=help_request, author=by, language=language, revision=revision, sent_at=now)
    message.pk = message_id or message.pk
    seal(message, body=body)
    message.save(force_insert=True)
    fresh = locked(help_request)
    if fresh.first_answered_at is None:
        fresh.first_answered_at = now
        fresh.save(update_fields=["first_answered_at"])
        help_request.first_answered_at = now
    record("message.send", help_request, by=by, fields=["body"])
    return message


@action
def add_client_message(
    *, help_request: HelpRequest, body: str, language: str, by: ByReceipt, opener: InboxKey
) -> Message:
    """The person's own words from her inbox; brings an answered or closed request back to us."""
    if help_request.client_id != by.client_id:
        raise Refused
    message = Message(help_request=help_request, from_client=True, language=language, sent_at=this_hour())
    seal(message, opener=opener, body=body)
    message.save(force_insert=True)
    fresh = locked(help_request)
    after = status_after_client_wrote(Status(fresh.status))
    change_status(help_request=help_request, to=after, by=by, kind="client_wrote", turn=Turn.US)
    record("message.send", help_request, by=by, fields=["body"])
    return message


@action
def add_note(
    *, help_request: HelpRequest, body: str, language: str, by: User, note_id: UUID | None = None
) -> Note:
    """An internal remark under the desk key; `note_id` as for messages."""
    if not can_write(by, help_request):
        raise Refused
    note = Note(help_request=help_request, author=by, language=language, written_at=timezone.now())
    note.pk = note_id or note.pk
    seal(note, body=body)
    note.save(force_insert=True)
    record("note.create", help_request, by=by, fields=["body"])
    return note
