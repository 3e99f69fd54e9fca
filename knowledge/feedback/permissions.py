"""Who may deal with what readers say; who may read it is RemarkQuerySet.visible_to."""

from __future__ import annotations

from helpdesk.accounts.actors import Actor, System
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_settle(by: Actor) -> bool:
    """Whoever writes articles says that a remark is dealt with; old ones go by themselves."""
    return isinstance(by, System) or (isinstance(by, User) and by.can(Permission.EDIT_ARTICLES))
