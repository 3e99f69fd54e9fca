"""Who may change what words mean."""

from __future__ import annotations

from helpdesk.accounts.actors import Actor, System
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_edit_glossary(by: Actor) -> bool:
    """Editors change the glossary; so does an import."""
    return isinstance(by, System) or (isinstance(by, User) and by.can(Permission.EDIT_GLOSSARY))
