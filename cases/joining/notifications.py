"""What volunteers are told about their vetting, through the one gate and contentless."""

from __future__ import annotations

from helpdesk.accounts.models import User
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def year_ends(user: User) -> None:
    """Her year ends soon, or has ended: her own page says what to do."""
    tell_staff(user, Kind.DIGEST)


def vetted(user: User) -> None:
    """The board shows more from now on."""
    tell_staff(user, Kind.ROLE)
