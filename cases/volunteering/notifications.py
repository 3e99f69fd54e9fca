"""What volunteers are told, through the one gate."""

from __future__ import annotations

from cases.volunteering.models import Claim
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def claim_decided(claim: Claim) -> None:
    """There is an answer about her task."""
    tell_staff(claim.volunteer, Kind.TASK)
