"""Sealing off a whole case with its members: one person closes, two people open."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.legal.actions.locks import lock_case, lock_members, lock_requests
from cases.legal.models import CaseGrant, CaseSeal, LegalCase
from cases.legal.permissions import can_seal_case, can_unseal_case
from cases.requests.actions import locked
from cases.requests.actions.seals import close_off, open_up
from cases.requests.models import RequestSeal
from cases.requests.workflow import SEALED_OFF, WhySealed
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def seal_case(*, legal_case: LegalCase, why: WhySealed, by: User) -> CaseSeal:
    """From now on only its lawyer, her deputy and people named in it know of the case and its members.

    Raises NotNow when nobody could open it afterwards.
    """
    lock_case(legal_case)
    if not can_seal_case(by, legal_case):
        raise Refused
    if legal_case.is_sealed:
        raise NotNow(_("This case is sealed off already."))
    if legal_case.lawyer_id is None and not CaseGrant.objects.live().filter(legal_case=legal_case).exists():
        raise NotNow(_("Give the case to a lawyer first: nobody could open it any more."))
    for member in lock_members(legal_case):
        if member.help_request.sensitivity < SEALED_OFF:
            close_off(member.help_request, why=why, by=by, with_case=True)
    seal = CaseSeal(legal_case=legal_case, why=why.value, made_by=by, made_at=timezone.now())
    seal.save(force_insert=True)
    legal_case.is_sealed = True
    legal_case.save(update_fields=["is_sealed"])
    record("case_group.seal", legal_case, by=by, reason=why.value)
    return seal


@action
def ask_unseal_case(*, legal_case: LegalCase, why: str, by: User) -> CaseSeal:
    """The first of two: says that it need not be sealed off any more. Nothing opens yet."""
    lock_case(legal_case)
    if not can_unseal_case(by, legal_case):
        raise Refused
    seal = _live(legal_case)
    if seal is None:
        raise NotNow(_("This case is not sealed off."))
    seal.asked_by, seal.asked_at, seal.ask_why = by, timezone.now(), why
    seal.save(update_fields=["asked_by", "asked_at", "ask_why"])
    record("case_group.unseal_ask", legal_case, by=by, reason=why)
    return seal


@action
def agree_unseal_case(*, legal_case: LegalCase, agrees: bool, by: User) -> None:
    """The second of two opens case and members again, or says no; the first may take her word back."""
    lock_case(legal_case)
    if not can_unseal_case(by, legal_case):
        raise Refused
    seal = _live(legal_case)
    if seal is None or not seal.is_asked:
        raise NotNow(_("Nobody asks for it any more."))
    if not agrees:
        seal.asked_by, seal.asked_at, seal.ask_why = None, None, ""
        seal.save(update_fields=["asked_by", "asked_at", "ask_why"])
        record("case_group.unseal_refuse", legal_case, by=by)
        return
    if seal.asked_by_id == by.pk:
        raise NotNow(_("Another person has to agree."))
    if seal.asked_by is None or not can_unseal_case(seal.asked_by, legal_case):
        raise NotNow(_("The person who asked may not do so any more. Ask anew."))
    _open_members(legal_case, seal, by=by)
    seal.opened_by, seal.opened_at = by, timezone.now()
    seal.save(update_fields=["opened_by", "opened_at"])
    legal_case.is_sealed = False
    legal_case.save(update_fields=["is_sealed"])
    record("case_group.unseal", legal_case, by=by, reason=seal.ask_why)


def _open_members(legal_case: LegalCase, seal: CaseSeal, *, by: User) -> None:
    """Those who were sealed with the case, also when they have left it since."""
    with_case = RequestSeal.objects.filter(
        help_request__memberships__legal_case=legal_case, with_case=True, opened_at=None
    )
    lock_requests(with_case.values_list("help_request_id", flat=True))
    for hers in with_case.select_related("help_request"):
        hers.asked_by_id, hers.asked_at, hers.ask_why = seal.asked_by_id, seal.asked_at, seal.ask_why
        open_up(hers, locked(hers.help_request), by=by)


def _live(legal_case: LegalCase) -> CaseSeal | None:
    rows = CaseSeal.objects.select_for_update(of=("self",)).filter(opened_at=None, legal_case=legal_case)
    found: CaseSeal | None = rows.first()
    return found
