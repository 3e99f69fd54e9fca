"""What a client decides about her own data: consents one by one, and how she may be reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.actions import this_hour
from cases.requests.models import Client, Consent, HelpRequest
from cases.requests.models.choices import CONTACT_CHOICES
from cases.requests.notifications import tell_again
from cases.requests.permissions import can_record_consent, can_withdraw_consent
from cases.requests.queries import consent_withdrawn
from cases.requests.workflow import Purpose
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import open_with, seal
from helpdesk.sealing.inbox import InboxKey

Asked = Callable[[User, HelpRequest], bool]
REACH_FIELDS = [
    "contact",
    "contact_mark",
    "safe_word",
    "contact_channel",
    "earliest_hour",
    "latest_hour",
    "leave_no_message",
    "device_may_be_searched",
]


@action
def give_consent(
    *,
    client: Client,
    purpose: Purpose,
    wording: str,
    language: str,
    partner: str = "",
    data_set: str = "",
    help_request: HelpRequest | None = None,
    by: ByReceipt | User,
    opener: InboxKey | None = None,
) -> Consent:
    """She agrees to one thing, in exactly these words; said twice it is one consent.

    A colleague notes it for her on one of her requests (`help_request`). Her own wish needs `opener`.
    """
    _check(client, help_request, by=by, may=can_record_consent)
    fresh = Client.objects.select_for_update(of=("self",)).select_related("mailbox_key").get(pk=client.pk)
    kind = {"purpose": purpose.value, "partner": partner, "data_set": data_set}
    known: Consent | None = Consent.objects.live().filter(client=fresh, **kind).first()
    if known is not None:
        return known
    if not wording.strip():
        raise NotNow(_("Write down what the person agreed to."))
    consent = Consent(
        client=fresh,
        language=language,
        given_at=this_hour() if isinstance(by, ByReceipt) else timezone.now(),
        recorded_by=by if isinstance(by, User) else None,
        **kind,
    )
    seal(consent, opener=opener, wording=wording)
    consent.save(force_insert=True)
    record("consent.record", fresh, by=by, fields=["wording"])
    return consent


@action
def withdraw_consent(
    *, consent: Consent, help_request: HelpRequest | None = None, by: ByReceipt | User
) -> Consent:
    """It holds no more from now on; that it was given once stays written, and so does its wording."""
    _check(consent.client, help_request, by=by, may=can_withdraw_consent)
    fresh: Consent = Consent.objects.select_for_update(of=("self",)).get(pk=consent.pk)
    if fresh.withdrawn_at is None:
        fresh.withdrawn_at = this_hour() if isinstance(by, ByReceipt) else timezone.now()
        fresh.save(update_fields=["withdrawn_at"])
        consent_withdrawn.send(Consent, consent=fresh, by=by)
        record("consent.withdraw", consent.client, by=by)
    return fresh


def _check(client: Client, help_request: HelpRequest | None, *, by: ByReceipt | User, may: Asked) -> None:
    """Herself, or a colleague on a request of hers."""
    if isinstance(by, ByReceipt):
        if by.client_id != client.pk:
            raise Refused
    elif help_request is None or help_request.client_id != client.pk or not may(by, help_request):
        raise Refused


@dataclass(frozen=True)
class Reach:
    """How she may be reached from now on; None for an address or a word keeps what is there."""

    channel: str
    address: str | None = None
    mark: bytes | None = None
    safe_word: str | None = None
    earliest_hour: int = 9
    latest_hour: int = 20
    leave_no_message: bool = True
    device_may_be_searched: bool = False


@action
def change_reach(*, client: Client, reach: Reach, by: ByReceipt, opener: InboxKey) -> Client:
    """Her safe-contact profile, by herself. What waits to be sent goes by the new rules, or not at all."""
    if by.client_id != client.pk:
        raise Refused
    fresh = Client.objects.select_for_update(of=("self",)).select_related("mailbox_key").get(pk=client.pk)
    if reach.channel not in dict(CONTACT_CHOICES):
        raise NotNow(_("Choose one of the answers shown."))
    old = open_with(opener, fresh, ["contact", "safe_word"])[0]
    address = old["contact"] if reach.address is None else reach.address
    if reach.address is not None:
        fresh.contact_mark = reach.mark
    if reach.channel == "none":
        address, fresh.contact_mark = "", None
    word = old["safe_word"] if reach.safe_word is None else reach.safe_word
    seal(fresh, opener=opener, contact=address, safe_word=word)
    fresh.contact_channel = reach.channel
    fresh.earliest_hour, fresh.latest_hour = reach.earliest_hour, reach.latest_hour
    fresh.leave_no_message = reach.leave_no_message
    fresh.device_may_be_searched = reach.device_may_be_searched
    fresh.save(update_fields=REACH_FIELDS)
    record("contact.update", fresh, by=by, fields=["contact"])
    tell_again(fresh, address=address, word=word)
    return fresh
