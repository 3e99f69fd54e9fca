"""What colleagues are told about accounts; every message says only that there is something new."""

from __future__ import annotations

from helpdesk.accounts.models import User
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def invited(user: User) -> None:
    """The link itself is handed over by the person who invites, never mailed."""
    tell_staff(user, Kind.TEAM_INVITATION)


def roles_changed(user: User) -> None:
    tell_staff(user, Kind.ROLE)
