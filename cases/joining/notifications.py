"""What volunteers are told about their vetting, through the one gate and contentless."""

from __future__ import annotations

from cases.legal.queries import desk_of
from helpdesk.accounts.models import User
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def year_ends(user: User) -> None:
    """Her year ends soon, or has ended: her own page says what to do."""
    tell_staff(user, Kind.DIGEST)


def levels_said(user: User) -> None:
    """A volunteer says that she speaks better than before: a coordinator of her office should look."""
    for coordinator in desk_of(user.office_id):
        tell_staff(coordinator, Kind.DIGEST)


def levels_decided(user: User) -> None:
    """A coordinator has looked at it."""
    tell_staff(user, Kind.DIGEST)


def vetted(user: User) -> None:
    """The board shows more from now on."""
    tell_staff(user, Kind.ROLE)
