"""A receipt for a caller who asks for one: read out once, good until she has her own or for two weeks."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.intake.rules import new_receipt
from cases.relay.models import Conversation
from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import forget_client, rewrap_for_client
from helpdesk.sealing.receipts import OpenedReceipt, derive

PROGRAM = System(job="receipts")


def give_receipt(*, help_request: HelpRequest, by: User) -> str:
    """Twenty digits, shown to nobody again. Only while the person has none: staff never replace a receipt.

    Whoever reads them out has seen them, so the inbox asks for new ones before it shows anything.
    """
    digits = new_receipt()
    _give_receipt(help_request=help_request, opened=derive(digits), by=by)
    return digits


@action
def _give_receipt(*, help_request: HelpRequest, opened: OpenedReceipt, by: User) -> None:
    if not by.can(Permission.CREATE_REQUEST):
        raise Refused
    client = (
        Client.objects.select_for_update(of=("self",))
        .select_related("mailbox_key")
        .get(pk=help_request.client_id)
    )
    if client.locator is not None:
        raise NotNow(_("This person has a receipt already. Nobody here can see or replace it."))
    requests = HelpRequest.objects.filter(client=client).select_related("inbox_key")
    talks = Conversation.objects.filter(client=client).select_related("relay_key")
    keys = [
        client.mailbox_key,
        *(row.inbox_key for row in requests),
        *(talk.relay_key for talk in talks),
    ]
    alive = [key for key in keys if key is not None and key.erased_on is None]
    rewrap_for_client(alive, client_id=client.pk, public_key=opened.public)
    client.locator, client.inbox_public_key = opened.locator, opened.public
    client.receipt_handed_on, client.receipt_is_temporary = timezone.localdate(), True
    client.save(update_fields=["locator", "inbox_public_key", "receipt_handed_on", "receipt_is_temporary"])
    record("client.receipt_given", client, by=by)


@action
def lapse_receipts() -> int:
    """Digits that somebody else has seen and nobody used open nothing any more; how many they were.

    The request stays as it is: she rings, says her alias, and can be given new ones.
    """
    lapsed = Client.objects.with_lapsed_receipt().select_for_update(of=("self",), skip_locked=True)
    for client in (found := list(lapsed)):
        forget_client(client.pk)
        client.locator, client.inbox_public_key, client.receipt_is_temporary = None, None, False
        client.save(update_fields=["locator", "inbox_public_key", "receipt_is_temporary"])
        record("client.receipt_lapsed", client, by=PROGRAM)
    return len(found)
