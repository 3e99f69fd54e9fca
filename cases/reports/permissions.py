"""Who may read figures, take them along, and say who pays."""

from __future__ import annotations

from cases.funding.models import Funder
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_take_along(user: User) -> bool:
    """A coordinator may take a report out of the house."""
    return user.can(Permission.SEE_REPORTS)


def can_tag(user: User, funder: Funder | None) -> bool:
    """Whoever may set the tag at all, for a grant of her office or of the whole organisation."""
    if not user.can(Permission.TAG_FUNDER):
        return False
    return funder is None or funder.office_id in (None, user.office_id)
