"""Panic: one person closes the desk; two people seal the keys; two people open again (safety.md 10)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.accounts.actions import end_all_sign_ins
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Standstill, User
from helpdesk.accounts.roles import Permission
from helpdesk.accounts.sessions import end_every_session
from helpdesk.audit.actions import record
from helpdesk.sealing import keyring, wiping
from helpdesk.team.permissions import can_agree_to_reopen, can_agree_to_seal, can_lock_down
from helpdesk.team.rules import ASKING_LIFE


def lock_down(*, by: User) -> Standstill:
    """The desk is closed from this moment: every sign-in ends, no page, export or mail. Intake goes on."""
    if not can_lock_down(by):
        raise Refused
    with transaction.atomic():
        still, is_new = _begin(by)
        end_all_sign_ins()
        if is_new:
            record("panic.lock_down", still, by=by)
    return still


def _begin(by: User) -> tuple[Standstill, bool]:
    """The standstill that is going on, or a new one; two people at once make one."""
    made = Standstill(started_by=by, started_at=timezone.now())
    Standstill.objects.bulk_create([made], ignore_conflicts=True)
    still = Standstill.objects.select_for_update(of=("self",)).filter(ended_at=None).get()
    return still, still.pk == made.pk


def ask_to_seal(*, by: User) -> Standstill:
    """The first of two: the desk is closed at once, the keys go when another person agrees."""
    if not by.can(Permission.SEAL_KEYS):
        raise Refused
    _check_ready()
    with transaction.atomic():
        still = lock_down(by=by)
        if still.sealed_at is not None:
            return still
        still.seal_asked_by, still.seal_asked_at = by, timezone.now()
        still.save(update_fields=["seal_asked_by", "seal_asked_at"])
        record("panic.ask_seal", still, by=by)
    return still


def _check_ready() -> None:
    if not wiping.may_wipe():
        raise NotNow(_("The keys cannot be sealed yet: nobody holds parts that would bring them back."))


def agree_to_seal(*, by: User) -> Standstill:
    """The second of two: every session of both faces ends, and the private keyring leaves this machine."""
    with transaction.atomic():
        still = _current()
        if still.sealed_at is not None:
            raise NotNow(_("This was done already."))
        if not can_agree_to_seal(by, still):
            raise Refused
        _check_fresh(still.seal_asked_at)
        still.sealed_by, still.sealed_at = by, timezone.now()
        still.save(update_fields=["sealed_by", "sealed_at"])
        end_all_sign_ins()
        record("panic.seal", still, by=by)
    wiping.wipe()  # after the commit: from here on nothing is served even if the file cannot be removed
    end_every_session()
    return still


def ask_to_reopen(*, by: User) -> Standstill:
    """The first of two."""
    if not can_lock_down(by):
        raise Refused
    with transaction.atomic():
        still = _current()
        still.reopen_asked_by, still.reopen_asked_at = by, timezone.now()
        still.save(update_fields=["reopen_asked_by", "reopen_asked_at"])
        record("panic.ask_reopen", still, by=by)
    return still


def agree_to_reopen(*, by: User) -> Standstill:
    """The second of two: people sign in again. Raises NotNow while the keyring is still away."""
    with transaction.atomic():
        still = _current()
        if not can_agree_to_reopen(by, still):
            raise Refused
        _check_fresh(still.reopen_asked_at)
        if still.is_sealed and not keyring.has_private():
            raise NotNow(_("The keyring is still away. First two of the three parts have to bring it back."))
        still.ended_by, still.ended_at = by, timezone.now()
        still.save(update_fields=["ended_by", "ended_at"])
        record("panic.reopen", still, by=by)
    return still


def _current() -> Standstill:
    rows = Standstill.objects.select_for_update(of=("self",)).filter(ended_at=None)
    still = rows.select_related("seal_asked_by", "reopen_asked_by").first()
    if still is None:
        raise NotNow(_("The desk is open."))
    return still


def _check_fresh(asked_at: datetime | None) -> None:
    if asked_at is None or timezone.now() - asked_at > ASKING_LIFE:
        raise NotNow(_("The first person asked too long ago. Ask again."))
