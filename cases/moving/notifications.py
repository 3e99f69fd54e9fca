"""Who hears of moved work, contentless and gathered; and the worker hears of somebody who has left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from celery import current_app
from django.db import transaction
from django.dispatch import receiver

from helpdesk.accounts.models import User
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind
from helpdesk.team.queries import work_ends


def work_moved(people: Iterable[User]) -> None:
    """There is something new on her list, or something gone from it."""
    for user in people:
        if user.is_active and user.frozen_at is None:
            tell_staff(user, Kind.DIGEST)


@receiver(work_ends, dispatch_uid="moving")
def hand_on_soon(*, user: User, **_signal: Any) -> None:
    """After the commit: stopping somebody waits for nothing. The nightly sweep finds what was missed."""
    arguments = [str(user.pk)]
    transaction.on_commit(
        lambda: current_app.send_task("cases.moving.hand_on", arguments, retry=False), robust=True
    )
