"""Whom the nightly work tells when it fails; contentless, at once."""

from __future__ import annotations

from helpdesk.accounts.roles import Role
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind
from helpdesk.team.queries import people_with_role


def forgetting_failed() -> None:
    """What should be gone is still there: administrators look today."""
    for user in people_with_role(Role.ADMINISTRATOR):
        tell_staff(user, Kind.DANGER)
