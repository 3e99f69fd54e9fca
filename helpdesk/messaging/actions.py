"""Takes one message out of the outbox and through the door; safe to run often and at once anywhere."""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from helpdesk.accounts.actors import SYSTEM
from helpdesk.messaging import delivery
from helpdesk.messaging.models import OutgoingMessage, State
from helpdesk.messaging.rules import MOST_ATTEMPTS, Kind, next_safe_moment, wait_after
from helpdesk.sealing.actions import erase_key, reveal_one
from helpdesk.sealing.reasons import Reason

log = logging.getLogger(__name__)


def deliver(message_id: UUID) -> bool:
    """Deliver one due message; True when it went out now.

    Three steps, so that no lock is held while a mail server thinks: take it (with a lease, in case this
    process dies), send it, write that it was sent. After a death between the last two it is sent again with
    the same Message-ID: the folder refuses the copy, a mailbox shows one.
    """
    taken = _take(message_id)
    if taken is None:
        return False
    message, address, word = taken
    try:
        delivery.send(message, address=address, word=word)
    except (OSError, smtplib.SMTPException) as error:
        # only the kind of error: its text may hold the address
        name = type(error).__name__
        log.warning("Message %s failed at attempt %d: %s", message.id, message.attempts, name)
        if message.attempts >= MOST_ATTEMPTS:
            finish(message, State.FAILED)
        return False
    finish(message, State.SENT)
    return True


@transaction.atomic
def _take(message_id: UUID) -> tuple[OutgoingMessage, str, str] | None:
    """The message, its address and word, leased to this process; None when there is nothing to do now."""
    now = timezone.now()
    due = OutgoingMessage.objects.due(now).select_for_update(skip_locked=True, of=("self",))
    message = due.select_related("user").filter(pk=message_id).first()
    if message is None or _postpone(message, now):
        return None
    if not _may_be_told(message):
        finish(message, State.DROPPED)
        return None
    message.attempts += 1
    message.not_before = now + wait_after(message.attempts)
    message.save(update_fields=["attempts", "not_before"])
    if message.user is not None:
        return message, message.user.email, ""
    opened = reveal_one(message, ["address", "word"], by=SYSTEM, reason=Reason.DELIVERY)
    return message, opened["address"], opened["word"]


def _postpone(message: OutgoingMessage, now: datetime) -> bool:
    """Whether the safe hours closed while the message waited; then it waits for them to open."""
    local = timezone.localtime(now)
    safe = next_safe_moment(local, message.earliest_hour, message.latest_hour)
    if safe == local:
        return False
    message.not_before = safe
    message.save(update_fields=["not_before"])
    return True


def _may_be_told(message: OutgoingMessage) -> bool:
    user = message.user
    if user is None:
        return message.address_key_id is not None
    if message.kind == Kind.TEAM_INVITATION:
        return user.frozen_at is None
    return user.is_active and user.frozen_at is None


@transaction.atomic
def finish(message: OutgoingMessage, state: State) -> None:
    """The message is done with; the address of a client is gone with its key."""
    key = message.address_key
    message.state = state
    message.finished_at = timezone.now()
    message.address_key = None
    message.save(update_fields=["state", "finished_at", "address_key"])
    if key is not None:
        erase_key(key)


def forget_finished(before: datetime, *, dry_run: bool = False) -> int:
    """Lines of the outbox that were done with before then go: who was told, and when. How many."""
    rows = OutgoingMessage.objects.filter(finished_at__lt=before).exclude(state=State.QUEUED)
    return rows.count() if dry_run else rows.delete()[0]
