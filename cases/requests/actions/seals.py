"""Sealing off and unsealing: one person closes, two people open."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.actions import locked, note_event
from cases.requests.models import HelpRequest, RequestSeal
from cases.requests.permissions import can_seal, can_unseal
from cases.requests.workflow import SEALED_OFF, WhySealed
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def seal_off(*, help_request: HelpRequest, why: WhySealed, by: User) -> RequestSeal:
    """From now on only the person it is assigned to and people named in its case know of it.

    An operator who seals what nobody has takes it. Raises NotNow when nobody could open it afterwards.
    """
    if not can_seal(by, help_request):
        raise Refused
    fresh = locked(help_request)
    if fresh.sensitivity == SEALED_OFF:
        raise NotNow(_("This request is sealed off already."))
    if (
        fresh.assigned_to_id is None
        and not fresh.memberships.filter(left_at=None, legal_case__lawyer__isnull=False).exists()
    ):
        if not (by.has_role(Role.OPERATOR) or by.has_role(Role.LAWYER)):
            raise NotNow(_("Give it to somebody first: nobody could open it any more."))
        fresh.assigned_to = by
        fresh.save(update_fields=["assigned_to"])
    return close_off(fresh, why=why, by=by)


def close_off(help_request: HelpRequest, *, why: WhySealed, by: User, with_case: bool = False) -> RequestSeal:
    """The sealing itself, inside an action that holds the request and asked who may."""
    seal = RequestSeal(
        help_request=help_request,
        sensitivity_before=help_request.sensitivity,
        with_case=with_case,
        why=why.value,
        made_by=by,
        made_at=timezone.now(),
    )
    seal.save(force_insert=True)
    help_request.sensitivity = SEALED_OFF
    help_request.save(update_fields=["sensitivity"])
    note_event(help_request=help_request, kind="sealed_off", by=by)
    record("request.seal", help_request, by=by, fields=["sensitivity"], reason=why.value)
    return seal


@action
def ask_unseal(*, help_request: HelpRequest, why: str, by: User) -> RequestSeal:
    """The first of two: says that it need not be sealed off any more. Nothing opens yet."""
    if not can_unseal(by, help_request):
        raise Refused
    fresh = locked(help_request)
    seal = _live(fresh)
    if seal is None:
        raise NotNow(_("This request is not sealed off."))
    if seal.with_case:
        raise NotNow(_("It is sealed with its legal case. Unseal the case."))
    seal.asked_by, seal.asked_at, seal.ask_why = by, timezone.now(), why
    seal.save(update_fields=["asked_by", "asked_at", "ask_why"])
    record("request.unseal_ask", fresh, by=by, reason=why)
    return seal


@action
def agree_unseal(*, help_request: HelpRequest, agrees: bool, by: User) -> None:
    """The second of two: opens it to the office again, or says no. The first one may take her word back."""
    if not can_unseal(by, help_request):
        raise Refused
    fresh = locked(help_request)
    seal = _live(fresh)
    if seal is None or not seal.is_asked:
        raise NotNow(_("Nobody asks for it any more."))
    if not agrees:
        seal.asked_by, seal.asked_at, seal.ask_why = None, None, ""
        seal.save(update_fields=["asked_by", "asked_at", "ask_why"])
        record("request.unseal_refuse", fresh, by=by)
        return
    if seal.asked_by_id == by.pk:
        raise NotNow(_("Another person has to agree."))
    if seal.asked_by is None or not can_unseal(seal.asked_by, fresh):
        raise NotNow(_("The person who asked may not do so any more. Ask anew."))
    open_up(seal, fresh, by=by)


def open_up(seal: RequestSeal, help_request: HelpRequest, *, by: User) -> None:
    """The unsealing itself, inside an action that holds the request and knows both people."""
    seal.opened_by, seal.opened_at = by, timezone.now()
    seal.save(update_fields=["asked_by", "asked_at", "ask_why", "opened_by", "opened_at"])
    help_request.sensitivity = seal.sensitivity_before
    help_request.save(update_fields=["sensitivity"])
    note_event(help_request=help_request, kind="unsealed", by=by)
    record("request.unseal", help_request, by=by, fields=["sensitivity"], reason=seal.ask_why)


def _live(help_request: HelpRequest) -> RequestSeal | None:
    rows = RequestSeal.objects.select_for_update(of=("self",)).filter(opened_at=None)
    found: RequestSeal | None = rows.filter(help_request=help_request).first()
    return found
