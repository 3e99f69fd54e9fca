"""What members of a case are told, through the one gate."""

from __future__ import annotations

from cases.legal.models import Invitation
from cases.requests.models import HelpRequest
from cases.requests.notifications import tell
from helpdesk.messaging.rules import Kind


def invited(invitation: Invitation) -> None:
    """There is an invitation in her inbox."""
    tell(invitation.membership.help_request.client, Kind.INVITATION)


def answered(help_request: HelpRequest) -> None:
    """There is a message in her inbox."""
    tell(help_request.client, Kind.ANSWER)
