"""Who may keep something back from being erased."""

from __future__ import annotations

from cases.retention.models import PlannedErasure
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_hold(user: User, plan: PlannedErasure) -> bool:
    """A coordinator of the office whose request it is, if she may know of it."""
    return user.can(Permission.HOLD_ERASURE) and (
        PlannedErasure.objects.visible_to(user).filter(pk=plan.pk).exists()
    )
