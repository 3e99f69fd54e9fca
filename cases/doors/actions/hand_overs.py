"""Inviting a partner to hand over one person, taking the signed form, and checking the signature later."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.doors.models import HandOver, link_mark, signature_of
from cases.doors.rules import FORGET_LINKS_AFTER, LINK_LIFE, new_token
from cases.intake.actions import take_in
from cases.requests.actions import Contact, Need, enrol_client, this_hour
from cases.requests.models import Client
from cases.requests.permissions import can_read_story
from cases.requests.workflow import Channel
from helpdesk.accounts.actors import ByReceipt, System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import reveal_one, seal
from helpdesk.sealing.reasons import Reason
from helpdesk.sealing.receipts import OpenedReceipt, derive

PARTNER = System(job="hand-over")


@dataclass(frozen=True)
class Signer:
    """Who handed a person over, as she signed; and whether the signature still fits all parts."""

    name: str
    is_genuine: bool


@action
def invite_partner(*, partner: str, by: User) -> tuple[HandOver, str]:
    """A link for one person, for seven days; its secret is given once and not kept."""
    if not by.can(Permission.INVITE_PARTNER) or by.office is None:
        raise Refused
    token, now = new_token(), timezone.now()
    hand_over = HandOver(
        office=by.office,
        partner=partner,
        token_mark=link_mark(token),
        invited_by=by,
        created_at=now,
        expires_at=now + LINK_LIFE,
    )
    hand_over.save(force_insert=True)
    record("hand_over.invite", hand_over, by=by)
    return hand_over, token


@action
def withdraw_invitation(*, hand_over: HandOver, by: User) -> None:
    """The link opens nothing from now on. Raises NotNow when it was used meanwhile."""
    if not by.can(Permission.INVITE_PARTNER) or by.office_id != hand_over.office_id:
        raise Refused
    fresh = HandOver.objects.open().select_for_update(of=("self",)).filter(pk=hand_over.pk).first()
    if fresh is None:
        raise NotNow(_("This link was used, withdrawn or is too old."))
    fresh.withdrawn_at = timezone.now()
    fresh.save(update_fields=["withdrawn_at"])
    record("hand_over.withdraw", fresh, by=by)


def take_over(*, token: str, signer: str, need: Need, contact: Contact, digits: str) -> Client | None:
    """The partner's form, once; the new client, or None for a link that opens nothing (any more)."""
    opened = derive(digits)  # slow by design, so before anything is locked
    return _take_over(token=token, signer=signer, need=need, contact=contact, opened=opened)


@action
def _take_over(
    *, token: str, signer: str, need: Need, contact: Contact, opened: OpenedReceipt
) -> Client | None:
    rows = HandOver.objects.open().select_for_update(of=("self",)).select_related("office")
    hand_over = rows.filter(token_mark=link_mark(token)).first()
    if hand_over is None:
        return None
    client = enrol_client(
        office=hand_over.office,
        language=need.language,
        country=need.country,
        city=need.city,
        contact=contact,
        locator=opened.locator,
        inbox_public_key=opened.public,
        receipt_is_temporary=True,
        by=PARTNER,
    )
    help_request = take_in(client, replace(need, channel=Channel.PARTNER), by=PARTNER)
    hand_over.help_request = help_request
    hand_over.used_at, hand_over.consented_on = this_hour(), timezone.localdate()
    hand_over.signature = signature_of(
        mark=bytes(hand_over.token_mark), request_id=help_request.pk, signer=signer, partner=hand_over.partner
    )
    seal(hand_over, signer=signer)
    hand_over.save(update_fields=["help_request", "used_at", "consented_on", "signature", "signer"])
    record("hand_over.sign", hand_over, by=ByReceipt(client.pk), fields=["signer"])
    return client


@action
def read_signature(*, hand_over: HandOver, by: User) -> Signer:
    """Who signed. Raises Refused for whoever may not read the request, NotNow when nothing is left of it."""
    help_request = hand_over.help_request
    if help_request is None or hand_over.signature is None:
        raise NotNow(_("Nobody has signed this form, or the request is gone."))
    if not can_read_story(by, help_request):
        raise Refused
    name = reveal_one(hand_over, ["signer"], by=by, reason=Reason.OWN_QUEUE)["signer"]
    expected = signature_of(
        mark=bytes(hand_over.token_mark), request_id=help_request.pk, signer=name, partner=hand_over.partner
    )
    return Signer(name, hmac.compare_digest(expected, bytes(hand_over.signature)))


@action
def forget_old_links() -> int:
    """Unused links are gone three months after their end; how many they were."""
    limit = timezone.now() - FORGET_LINKS_AFTER
    old = HandOver.objects.filter(help_request=None, expires_at__lt=limit)
    return int(old.delete()[0])
