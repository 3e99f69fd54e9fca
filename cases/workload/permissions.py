"""Who may take figures of the workload out of the house."""

from __future__ import annotations

from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_take_figures(user: User) -> bool:
    """Coordinators, of their own office."""
    return user.can(Permission.SEE_WORKLOAD) and user.office_id is not None
