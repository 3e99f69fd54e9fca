"""The gate: the only way to tell anybody anything. Writes an outbox row in the caller's transaction."""

from __future__ import annotations

import secrets
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from helpdesk.accounts.models import User
from helpdesk.messaging.actions import finish
from helpdesk.messaging.models import OutgoingMessage, State
from helpdesk.messaging.rules import (
    AT_ONCE,
    MOST_JITTER,
    ContactRules,
    Kind,
    client_moment,
    staff_moment,
)
from helpdesk.messaging.tasks import deliver_one
from helpdesk.sealing.actions import new_data_key, seal


def tell_staff(user: User, kind: Kind) -> OutgoingMessage:
    """Tell a colleague that there is something new. What can wait is gathered into one message an hour."""
    now = timezone.localtime()
    if kind not in AT_ONCE:
        waiting = OutgoingMessage.objects.filter(user=user, state=State.QUEUED, attempts=0)
        gathered = waiting.exclude(kind__in=AT_ONCE).filter(not_before__gt=now).first()
        if gathered is not None:
            return gathered
    return _queue(
        OutgoingMessage(user=user, kind=kind, language=user.language, not_before=staff_moment(now, kind))
    )


def tell_client(
    *, client_id: UUID, kind: Kind, language: str, rules: ContactRules | None
) -> OutgoingMessage | None:
    """Tell a client that there is something new, if and as she wished; None when nothing is sent.

    Raises TypeError without rules: nobody is told because a caller forgot to ask how.
    """
    if not isinstance(rules, ContactRules):
        raise TypeError("Clients are told only under their own ContactRules.")
    if not rules.allow_mail:
        return None
    jitter = timedelta(seconds=secrets.randbelow(int(MOST_JITTER.total_seconds())))
    message = OutgoingMessage(
        client_id=client_id,
        kind=kind,
        language=language,
        earliest_hour=rules.earliest_hour,
        latest_hour=rules.latest_hour,
        not_before=client_moment(timezone.localtime(), rules.earliest_hour, rules.latest_hour, jitter),
        address_key=new_data_key("outgoing message"),
    )
    seal(message, address=rules.address, word=rules.word)
    return _queue(message)


@transaction.atomic
def silence_client(client_id: UUID) -> int:
    """Drop whatever still waits for this client (she erased everything, or wishes no messages); how many."""
    waiting = OutgoingMessage.objects.select_for_update(of=("self",)).filter(
        client_id=client_id, state=State.QUEUED
    )
    messages = list(waiting)
    for message in messages:
        finish(message, State.DROPPED)
    return len(messages)


def _queue(message: OutgoingMessage) -> OutgoingMessage:
    message.save()
    if message.not_before <= timezone.now():
        # robust: a broker that is down must not turn a saved answer into an error page; the sweep delivers
        transaction.on_commit(
            lambda: deliver_one.apply_async((str(message.pk),), retry=False),
            robust=True,
        )
    return message
