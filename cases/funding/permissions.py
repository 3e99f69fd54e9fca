"""Who keeps the grants."""

from __future__ import annotations

from cases.funding.models import Funder
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_edit(user: User, funder: Funder) -> bool:
    """A coordinator, for her office or for the whole organisation."""
    return user.can(Permission.EDIT_FUNDERS) and funder.office_id in (None, user.office_id)
