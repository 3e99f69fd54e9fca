"""What mentors are told, through the one gate."""

from __future__ import annotations

from helpdesk.accounts.models import User
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def given_a_household(mentor: User) -> None:
    """There is a household for her."""
    tell_staff(mentor, Kind.TASK)
