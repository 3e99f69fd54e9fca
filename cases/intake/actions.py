"""The verbs of the web form: submit, import a line, change a receipt; and the one way in for every door."""

from __future__ import annotations

from dataclasses import replace

from django.db import IntegrityError
from django.utils.translation import gettext as _

from cases.duty.actions import raise_danger
from cases.intake.notifications import ask_for_suggestion
from cases.intake.permissions import holds
from cases.intake.queries import office_for
from cases.requests.actions import Contact, Need, enrol_client, receive
from cases.requests.models import Client, HelpRequest, Household
from cases.requests.workflow import Channel, Urgency
from cases.waiting.queries import must_wait
from helpdesk.accounts.actors import ByReceipt, System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import rewrap_for_client
from helpdesk.sealing.inbox import InboxKey
from helpdesk.sealing.models import DataKey
from helpdesk.sealing.receipts import OpenedReceipt, derive

DOOR = System(job="intake")
IMPORT = System(job="import")


def submit(
    *, digits: str, need: Need, contact: Contact, household: Household, office: Office | None = None
) -> bool:
    """The web form's last step; False when this receipt's request is here already (a second click).

    `office` is the one whose device she sits at; without it the one of her country takes the request.

    The receipt is chosen before the form is sent, so its unique locator makes two submissions one request.
    Raises NotNow when no office exists.
    """
    opened = derive(digits)
    for may_try_again in (True, False):
        try:
            _submit(opened=opened, need=need, contact=contact, household=household, office=office)
        except IntegrityError:
            if Client.objects.filter(locator=opened.locator).exists():
                return False
            if not may_try_again:  # once it can be an alias or code that somebody else just drew
                raise
        else:
            break
    return True


@action
def _submit(
    *, opened: OpenedReceipt, need: Need, contact: Contact, household: Household, office: Office | None
) -> HelpRequest:
    client = enrol_client(
        office=office or office_to_take(need.country),
        language=need.language,
        country=need.country,
        city=need.city,
        contact=contact,
        locator=opened.locator,
        inbox_public_key=opened.public,
        household=household,
        by=DOOR,
    )
    return take_in(client, need, by=ByReceipt(client.pk))


@action
def import_need(*, need: Need) -> HelpRequest:
    """One line of an import file, through the same door as everything else."""
    client = enrol_client(
        office=office_to_take(need.country),
        language=need.language,
        country=need.country,
        city=need.city,
        by=IMPORT,
    )
    return take_in(client, replace(need, channel=Channel.IMPORT), by=IMPORT)


def change_receipt(*, client: Client, digits: str, opener: InboxKey) -> InboxKey:
    """The old receipt is worth nothing from now on; whoever unlocked with it is out at the next click."""
    opened = derive(digits)  # slow by design, so before anything is locked
    _change_receipt(client=client, opened=opened, opener=opener)
    return InboxKey(client.pk, opened.private)


@action
def _change_receipt(*, client: Client, opened: OpenedReceipt, opener: InboxKey) -> None:
    fresh = Client.objects.select_for_update(of=("self",)).select_related("mailbox_key").get(pk=client.pk)
    if opener.client_id != fresh.pk or not holds(fresh, opener):
        raise Refused
    hers = DataKey.objects.filter(wraps__client_id=fresh.pk, erased_on=None)  # whatever room they serve
    rewrap_for_client(list(hers), opener=opener, client_id=fresh.pk, public_key=opened.public)
    fresh.locator, fresh.inbox_public_key = opened.locator, opened.public
    fresh.receipt_is_temporary = False
    fresh.save(update_fields=["locator", "inbox_public_key", "receipt_is_temporary"])
    record("client.receipt", fresh, by=ByReceipt(fresh.pk))


def office_to_take(country: str) -> Office:
    """Raises NotNow when no office exists."""
    office = office_for(country)
    if office is None:
        raise NotNow(_("We cannot take requests at the moment. Please try again tomorrow."))
    return office


def take_in(client: Client, need: Need, *, by: ByReceipt | System | User) -> HelpRequest:
    """One need through any door: received, on the waiting list when its topic is paused, then suggestions."""
    waits = must_wait(need.topic, need.country, need.urgency.value)
    help_request = receive(client=client, need=replace(need, waits=waits), by=by)
    ask_for_suggestion(help_request)
    if help_request.urgency == Urgency.EMERGENCY.value:
        raise_danger(help_request=help_request, by=by, is_new=True)
    return help_request
