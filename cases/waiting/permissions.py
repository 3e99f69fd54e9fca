"""Who may pause a topic."""

from __future__ import annotations

from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_pause(user: User, country: str) -> bool:
    """A coordinator may pause a topic in the country of her office."""
    return user.can(Permission.PAUSE_TOPIC) and user.office is not None and user.office.country == country
