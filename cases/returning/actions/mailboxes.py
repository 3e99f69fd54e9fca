"""A mailbox of her own for another adult of the household; nothing of the first one is in it."""

from __future__ import annotations

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.actions import Contact, enrol_client
from cases.requests.models import Client, HelpRequest
from cases.returning.permissions import can_ring
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.receipts import OpenedReceipt, derive

MOST_IN_A_HOUSEHOLD = 8


def mailbox_for_adult(*, client: Client, digits: str, by: ByReceipt) -> bool:
    """From her own inbox. False when it is there already (a second click).

    She has seen the digits, so they open nothing before the other adult has made her own.
    """
    if by.client_id != client.pk:
        raise Refused
    return _with_receipt(client=client, digits=digits, by=by)


def open_for_adult(*, help_request: HelpRequest, digits: str, by: User) -> bool:
    """From the desk, while somebody of the household is on the phone; the digits are read out once."""
    if not can_ring(by, help_request):
        raise Refused
    return _with_receipt(client=help_request.client, digits=digits, by=by)


def _with_receipt(*, client: Client, digits: str, by: ByReceipt | User) -> bool:
    opened = derive(digits)  # slow by design, so before anything is locked
    try:
        _enrol(client=client, opened=opened, by=by)
    except IntegrityError:
        if Client.objects.filter(locator=opened.locator).exists():
            return False
        raise
    return True


@action
def _enrol(*, client: Client, opened: OpenedReceipt, by: ByReceipt | User) -> Client:
    fresh = (
        Client.objects.select_for_update(of=("self",)).select_related("household", "office").get(pk=client.pk)
    )
    if fresh.household is None:
        raise NotNow(_("We cannot make another page here. Please ring us."))
    if fresh.household.clients.count() >= MOST_IN_A_HOUSEHOLD:
        raise NotNow(_("Your household has as many pages as we can make. Please ring us."))
    other = enrol_client(
        office=fresh.office,
        language=fresh.language,
        country=fresh.household.country,
        contact=Contact(),
        locator=opened.locator,
        inbox_public_key=opened.public,
        receipt_is_temporary=True,
        household=fresh.household,
        by=by,
    )
    other.receipt_handed_on = timezone.localdate()
    other.save(update_fields=["receipt_handed_on"])
    record("client.adult", other, by=by)
    return other
