"""Who may look at the rest of others, set limits, and say yes to more work."""

from __future__ import annotations

from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_give_word(user: User, to: User) -> bool:
    """A coordinator of the same office, never to herself."""
    return user.can(Permission.SEE_WORKLOAD) and user.office_id == to.office_id and user.pk != to.pk


def can_set_limit(user: User, of: User) -> bool:
    """A coordinator, for colleagues of her office; her own limit is set by somebody else."""
    return can_give_word(user, of)
