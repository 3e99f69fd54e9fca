"""Who is told of danger: the worker at once, then people by the one gate, without a word of content."""

from __future__ import annotations

from celery import current_app
from django.db import transaction

from cases.duty.models import Alarm
from helpdesk.accounts.models import User
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def ask_to_ring(alarm: Alarm) -> None:
    """Hands the alarm to the worker after the commit.

    So sending a form in danger costs no more than any other, and a broker that is down does not turn it into
    an error page: the beat looks for alarms every minute.
    """
    alarm_id = str(alarm.pk)
    transaction.on_commit(
        lambda: current_app.send_task("cases.duty.ring", [alarm_id], retry=False),
        robust=True,
    )


def wake(user: User) -> None:
    """One contentless message, at once."""
    tell_staff(user, Kind.DANGER)
