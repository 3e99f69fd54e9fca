"""Who hears of an alarm: the office's coordinators, by a message without content."""

from __future__ import annotations

from cases.duty.queries import colleagues_with
from helpdesk.accounts.roles import Role
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def tell_coordinators(office_id: int) -> int:
    """One message each, gathered with whatever else there is this hour."""
    coordinators = colleagues_with(office_id, Role.COORDINATOR)
    for user in coordinators:
        tell_staff(user, Kind.DIGEST)
    return len(coordinators)
