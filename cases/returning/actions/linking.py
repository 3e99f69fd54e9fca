"""Two mailboxes that are one person's: one colleague links them for the desk, two give her threads back."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.actions import note_event
from cases.requests.models import Client, Consent, Exclusion, HelpRequest, Household
from cases.returning import notifications
from cases.returning.models import ClientLink
from cases.returning.permissions import can_ask_back, can_confirm_back, can_link, knows
from cases.returning.rules import ASK_LIVES, Ground
from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import erase_key, reveal, rewrap_for_client, seal
from helpdesk.sealing.fields import Sealed
from helpdesk.sealing.models import DataKey, WrappedKey
from helpdesk.sealing.reasons import Reason

PROGRAM = System(job="give_back")


@action
def link(*, help_request: HelpRequest, older: Client, ground: Ground, by: User) -> ClientLink:
    """Says at the desk that the older mailbox is the same person's. Her inbox shows nothing of it."""
    if not can_link(by, help_request) or not knows(by, older):
        raise Refused
    if older.pk == help_request.client_id:
        raise NotNow(_("This is the same mailbox."))
    either = ClientLink.objects.filter(newer=help_request.client_id, older=older)
    if either.exists() or ClientLink.objects.filter(newer=older, older=help_request.client_id).exists():
        raise NotNow(_("These two are linked already."))
    row = ClientLink(
        newer_id=help_request.client_id, older=older, ground=ground.value, made_by=by, made_at=timezone.now()
    )
    row.save(force_insert=True)
    record("client.link", row, by=by)
    return row


@action
def unlink(*, link: ClientLink, by: User) -> None:
    """A link made by mistake; not after the threads were given back."""
    if not can_ask_back(by, link):
        raise Refused
    fresh = ClientLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if fresh.given_back_at is not None:
        raise NotNow(_("The threads were given back already. That cannot be undone."))
    record("client.unlink", fresh, by=by)
    ClientLink.objects.filter(pk=fresh.pk).delete()


@action
def ask_back(*, link: ClientLink, ground: Ground, by: User) -> ClientLink:
    """The first of two people: the threads of the older mailbox shall be opened by her receipt of today."""
    if not can_ask_back(by, link):
        raise Refused
    now = timezone.now()
    fresh = (
        ClientLink.objects.select_for_update(of=("self",)).select_related("newer", "older").get(pk=link.pk)
    )
    if fresh.given_back_at is not None:
        raise NotNow(_("The threads were given back already."))
    if fresh.newer.inbox_public_key is None:
        raise NotNow(_("She has no receipt yet. Give her one first, then give her threads back."))
    if fresh.asked_at is not None and fresh.asked_at > now - ASK_LIVES and fresh.asked_by_id != by.pk:
        raise NotNow(_("Somebody has asked already. You can be the second person and confirm."))
    fresh.asked_by, fresh.asked_at, fresh.ask_ground = by, now, ground.value
    fresh.save(update_fields=["asked_by", "asked_at", "ask_ground"])
    record("client.ask_back", fresh, by=by)
    return fresh


@action
def take_back_ask(*, link: ClientLink, by: User) -> ClientLink:
    """Anybody of the two may say no; whoever wants it after all asks anew."""
    if not can_ask_back(by, link):
        raise Refused
    fresh = ClientLink.objects.select_for_update(of=("self",)).get(pk=link.pk)
    if fresh.given_back_at is not None:
        raise NotNow(_("The threads were given back already."))
    fresh.asked_by, fresh.asked_at, fresh.ask_ground = None, None, ""
    fresh.save(update_fields=["asked_by", "asked_at", "ask_ground"])
    record("client.refuse_back", fresh, by=by)
    return fresh


@action
def give_back(*, link: ClientLink, by: User) -> ClientLink:
    """The second person says yes: the requests move under the new mailbox, and the old receipt dies.

    All that was wrapped to the old receipt is wrapped to the new one instead. Whom she kept away stays kept
    away, what she agreed to stays agreed, and of the two sets of precautions the more careful one holds.
    """
    rows = ClientLink.objects.select_for_update(of=("self",)).select_related("asked_by")
    fresh = rows.get(pk=link.pk)
    people = Client.objects.select_for_update(of=("self",)).select_related("mailbox_key", "household")
    both = {
        person.pk: person for person in people.filter(pk__in=[fresh.newer_id, fresh.older_id]).order_by("pk")
    }
    fresh.newer, fresh.older = both[fresh.newer_id], both[fresh.older_id]
    now = timezone.now()
    if fresh.given_back_at is not None:
        raise NotNow(_("The threads were given back already."))
    if fresh.asked_by_id == by.pk or not can_ask_back(by, fresh):
        raise Refused
    if not can_confirm_back(by, fresh, now):
        raise NotNow(_("The first person's word does not hold any more. Somebody has to ask again."))
    if fresh.newer.inbox_public_key is None:
        raise NotNow(_("She has no receipt yet. Give her one first, then give her threads back."))
    _move_threads(fresh.older, fresh.newer, by=by)
    notifications.threads_moved(fresh.older)
    _retire(fresh.older)
    fresh.confirmed_by, fresh.given_back_at = by, now
    fresh.save(update_fields=["confirmed_by", "given_back_at"])
    record("client.give_back", fresh, by=by)
    return fresh


def _move_threads(older: Client, newer: Client, *, by: User) -> None:
    requests = list(HelpRequest.objects.select_for_update(of=("self",)).filter(client=older).order_by("pk"))
    # whatever room wrapped something to her, not only what we know of here
    hers = Q(wraps__client_id=older.pk) | Q(pk__in=[row.inbox_key_id for row in requests])
    found = DataKey.objects.filter(hers, erased_on=None).distinct()
    keys = [key for key in found if key.pk != older.mailbox_key_id]
    rewrap_for_client(keys, client_id=newer.pk, public_key=bytes(newer.inbox_public_key or b""))
    WrappedKey.objects.filter(client_id=older.pk).delete()
    HelpRequest.objects.filter(client=older).update(client=newer)
    for help_request in requests:
        note_event(help_request=help_request, kind="given_back", by=by)
    _carry_wishes(older, newer)
    newer.device_may_be_searched |= older.device_may_be_searched
    newer.leave_no_message |= older.leave_no_message
    left = newer.household
    newer.household = older.household or newer.household
    newer.save(update_fields=["device_may_be_searched", "leave_no_message", "household"])
    if left is not None and left != newer.household:
        Household.objects.filter(pk=left.pk, clients=None, mentorships=None).delete()


def _carry_wishes(older: Client, newer: Client) -> None:
    """What is sealed under the old mailbox is opened by the program and sealed under the new one."""
    exclusions = list(Exclusion.objects.filter(client=older).select_related("client__mailbox_key"))
    consents = list(Consent.objects.filter(client=older).select_related("client__mailbox_key"))
    held = {_kind(row) for row in Consent.objects.live().filter(client=newer)}
    consents = [row for row in consents if row.withdrawn_at is not None or _kind(row) not in held]
    for row, text in zip(exclusions, _opened(exclusions, "name", older), strict=True):
        row.client = newer
        seal(row, name=text)
        row.save(update_fields=["client", "name"])
    for agreed, text in zip(consents, _opened(consents, "wording", older), strict=True):
        agreed.client = newer
        seal(agreed, wording=text)
        agreed.save(update_fields=["client", "wording"])


def _opened(rows: Sequence[Exclusion] | Sequence[Consent], name: str, older: Client) -> list[str]:
    if not rows:
        return []
    texts = reveal(list(rows), [name], by=PROGRAM, reason=Reason.HANDOVER, subject=older)
    return [text[name] for text in texts]


def _kind(consent: Consent) -> tuple[str, str, str]:
    return consent.purpose, consent.partner, consent.data_set


def _retire(older: Client) -> None:
    """An empty shell that says only which alias it was: no receipt, no contact, no key."""
    key = older.mailbox_key
    Consent.objects.filter(client=older).delete()
    older.locator, older.inbox_public_key, older.receipt_is_temporary = None, None, False
    older.contact_channel, older.contact_mark = "none", None
    older.contact, older.safe_word = Sealed(), Sealed()
    older.mailbox_key, older.household = None, None
    older.save()
    if key is not None:
        erase_key(key)
