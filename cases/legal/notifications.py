"""What members of a case and their lawyers are told, through the one gate."""

from __future__ import annotations

from uuid import UUID

from celery import current_app
from django.db import transaction

from cases.legal.models import Invitation
from cases.requests.models import HelpRequest
from cases.requests.notifications import tell
from helpdesk.accounts.models import User
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def invited(invitation: Invitation) -> None:
    """There is an invitation in her inbox."""
    tell(invitation.membership.help_request.client, Kind.INVITATION)


def seat_freed(consultation_id: UUID) -> None:
    """Hands the waiting list to the worker after the commit; the sweep finds it if the broker is down.

    The public process takes replies and cannot open an address, so it can tell nobody by itself.
    """
    arguments = [str(consultation_id)]
    transaction.on_commit(
        lambda: current_app.send_task("cases.legal.move_up", arguments, retry=False), robust=True
    )


def answered(help_request: HelpRequest) -> None:
    """There is a message in her inbox."""
    tell(help_request.client, Kind.ANSWER)


def grants_to_confirm(user: User) -> None:
    """Access to a case has to be confirmed, or has lapsed."""
    tell_staff(user, Kind.DIGEST)


def letter_noted(user: User) -> None:
    """A letter with a last day was noted in one of her cases: she has to confirm the day."""
    tell_staff(user, Kind.DIGEST)


def day_is_near(user: User) -> None:
    """A day of one of her cases, or of one in which she stands in, is near or has passed."""
    tell_staff(user, Kind.DIGEST)
