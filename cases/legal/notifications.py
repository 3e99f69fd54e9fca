"""What members of a case and their lawyers are told, through the one gate."""

from __future__ import annotations

from cases.legal.models import Invitation
from cases.requests.models import HelpRequest
from cases.requests.notifications import tell
from helpdesk.accounts.models import User
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def invited(invitation: Invitation) -> None:
    """There is an invitation in her inbox."""
    tell(invitation.membership.help_request.client, Kind.INVITATION)


def answered(help_request: HelpRequest) -> None:
    """There is a message in her inbox."""
    tell(help_request.client, Kind.ANSWER)


def day_is_near(user: User) -> None:
    """A day of one of her cases, or of one in which she stands in, is near or has passed."""
    tell_staff(user, Kind.DIGEST)
