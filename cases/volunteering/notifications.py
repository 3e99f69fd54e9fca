"""What volunteers are told, through the one gate."""

from __future__ import annotations

from cases.volunteering.models import Claim, Offer, Task
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def claim_decided(claim: Claim) -> None:
    """There is an answer about her task."""
    tell_staff(claim.volunteer, Kind.TASK)


def offer_made(offer: Offer) -> None:
    """There is a task that would fit her."""
    tell_staff(offer.volunteer, Kind.TASK)


def remind(claim: Claim) -> None:
    """Her task is tomorrow."""
    tell_staff(claim.volunteer, Kind.TASK)


def lawyer_needed(task: Task) -> None:
    """The volunteer says: work for a lawyer. Whoever has the request is told, else who made the task."""
    owner = task.help_request.assigned_to if task.help_request else None
    tell_staff(owner or task.made_by, Kind.TASK)
