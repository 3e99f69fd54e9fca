"""Opening and ending a conversation, writing in it, and sharing a phone number for a meeting."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.relay.models import Conversation, RelayMessage
from cases.relay.notifications import tell_helper, tell_her
from cases.relay.permissions import is_helper, is_side
from cases.relay.rules import FORGET_DAYS, MOST_A_DAY, MOST_CHARACTERS, Purpose, is_number
from cases.requests.models import Client
from helpdesk.accounts.actors import SYSTEM, Actor, ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import erase_key, new_data_key, seal
from helpdesk.sealing.inbox import InboxKey

SIDES = {True: "client_phone", False: "helper_phone"}


@action
def open_conversation(
    *, client: Client, helper: User, office: Office, purpose: Purpose, closes_on: date, by: Actor
) -> Conversation:
    """A way to write to each other; called by the room whose task or mentorship has begun."""
    public = bytes(client.inbox_public_key) if client.inbox_public_key else None
    key = new_data_key("relay", public, client.pk if public else None)
    talk = Conversation(client=client, helper=helper, office=office, purpose=purpose.value, relay_key=key)
    talk.opened_at, talk.closes_on = timezone.now(), closes_on
    talk.save(force_insert=True)
    record("relay.open", talk, by=by)
    return talk


@action
def end_conversations(*, helper: User, client: Client, purpose: Purpose, by: Actor) -> None:
    """The task or the mentorship is over: nobody writes or reads any more, numbers are gone at once."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("relay_key")
    for talk in rows.filter(helper=helper, client=client, purpose=purpose.value, ended_at=None):
        talk.ended_at, talk.waits_since, talk.meets_at = timezone.now(), None, None
        seal(talk, helper_phone="", client_phone="")
        talk.save(update_fields=["ended_at", "waits_since", "meets_at", "helper_phone", "client_phone"])
        record("relay.end", talk, by=by)


def _held(talk: Conversation, *, by: User | ByReceipt) -> Conversation:
    """The conversation, fresh and held. Raises Refused for strangers, NotNow when it has ended."""
    rows = Conversation.objects.select_for_update(of=("self",)).select_related("relay_key", "helper")
    fresh: Conversation = rows.get(pk=talk.pk)
    is_hers = isinstance(by, ByReceipt) and by.client_id == fresh.client_id
    if not is_side(by, fresh):
        if is_hers or (isinstance(by, User) and by.pk == fresh.helper_id):
            raise NotNow(_("This conversation has ended. Write to the desk instead."))
        raise Refused
    return fresh


@action
def say(*, talk: Conversation, body: str, by: User | ByReceipt, opener: InboxKey | None = None) -> None:
    """One line to the other side. Raises NotNow when it has ended or was too much for one day."""
    fresh = _held(talk, by=by)
    from_client = isinstance(by, ByReceipt)
    if not body.strip() or len(body) > MOST_CHARACTERS:
        raise NotNow(_("Write between one and two thousand characters."))
    today = RelayMessage.objects.filter(
        conversation=fresh, from_client=from_client, sent_at__gte=timezone.now() - timedelta(days=1)
    )
    if today.count() >= MOST_A_DAY:
        raise NotNow(_("That is much for one day. Please write the rest tomorrow."))
    message = RelayMessage(conversation=fresh, from_client=from_client, sent_at=_moment(from_client))
    seal(message, opener=opener, body=body)
    message.save(force_insert=True)
    fresh.waits_since = (fresh.waits_since or timezone.now()) if from_client else None
    fresh.save(update_fields=["waits_since"])
    record("relay.say", fresh, by=by, fields=["body"])
    if from_client:
        tell_helper(fresh)
    else:
        tell_her(fresh)


def _moment(from_client: bool) -> datetime:  # noqa: FBT001
    """Clients' acts are kept to the hour; the order of lines within it stays by the microseconds."""
    now = timezone.now()
    if not from_client:
        return now
    within = (now.minute * 60 + now.second) * 1_000_000 + now.microsecond
    return now.replace(minute=0, second=0, microsecond=within // 3600)


@action
def share_number(
    *, talk: Conversation, number: str, by: User | ByReceipt, opener: InboxKey | None = None
) -> None:
    """Her own side of the agreement: the other side sees the number around the meeting, if both shared one.

    An empty number takes it back. Raises NotNow when it is no number.
    """
    fresh = _held(talk, by=by)
    if number and not is_number(number):
        raise NotNow(_("This does not look like a phone number."))
    name = SIDES[isinstance(by, ByReceipt)]
    seal(fresh, opener=opener, **{name: number})
    fresh.save(update_fields=[name])
    record("relay.share_number" if number else "relay.hide_number", fresh, by=by, fields=[name])


@action
def set_meeting(*, talk: Conversation, meets_at: datetime | None, by: User) -> None:
    """When the two meet; only the helper sets it. Raises NotNow for a past moment or one after the end."""
    fresh = _held(talk, by=by)
    if not is_helper(by, fresh):
        raise Refused
    if meets_at is not None and not (
        meets_at >= timezone.now() - timedelta(hours=1) and timezone.localdate(meets_at) <= fresh.closes_on
    ):
        raise NotNow(_("Choose a moment that is still ahead and before the end of this task."))
    fresh.meets_at = meets_at
    fresh.save(update_fields=["meets_at"])
    record("relay.set_meeting", fresh, by=by, fields=["meets_at"])
    tell_her(fresh)


@action
def show_to_desk(*, talk: Conversation, by: User | ByReceipt) -> None:
    """One side wants the desk to read along from now on: something is not as it should be."""
    fresh = _held(talk, by=by)
    if fresh.shown_at is None:
        fresh.shown_at = timezone.now()
        fresh.save(update_fields=["shown_at"])
        record("relay.show", fresh, by=by)


def forget_ended() -> int:
    """Words of conversations that ended some days ago are gone for ever; how many conversations."""
    before = timezone.now() - timedelta(days=FORGET_DAYS)
    last_day = timezone.localdate() - timedelta(days=FORGET_DAYS)
    ended = Conversation.objects.filter(ended_at__lt=before)
    lapsed = Conversation.objects.filter(ended_at=None, closes_on__lt=last_day)
    return sum(_forget(talk) for talk in [*ended[:500], *lapsed[:500]])


@action
def _forget(talk: Conversation) -> bool:
    key = talk.relay_key
    record("relay.forget", talk, by=SYSTEM)
    Conversation.objects.filter(pk=talk.pk).delete()
    if key is not None:
        erase_key(key)
    return True
