"""Who may write and who may publish."""

from __future__ import annotations

from helpdesk.accounts.actors import Actor, System
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_edit(by: Actor) -> bool:
    """Editors and lawyers write; so does an import."""
    return isinstance(by, System) or (isinstance(by, User) and by.can(Permission.EDIT_ARTICLES))


def can_publish(by: Actor) -> bool:
    """Editors and coordinators publish; so does an import."""
    return isinstance(by, System) or (isinstance(by, User) and by.can(Permission.PUBLISH_ARTICLES))
