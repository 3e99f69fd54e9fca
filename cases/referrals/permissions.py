"""Who may hand a person on, who may decide without her, who keeps the partners."""

from __future__ import annotations

from cases.requests.models import HelpRequest
from cases.requests.permissions import can_open, can_read_story
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_refer(user: User, help_request: HelpRequest) -> bool:
    """Whoever reads the story and may refer: what is handed over is opened by her."""
    return user.can(Permission.REFER) and can_read_story(user, help_request)


def can_override(user: User, help_request: HelpRequest) -> bool:
    """A lawyer with a grant or a coordinator of the office may say that it must go without consent."""
    return user.can(Permission.OVERRIDE_CONSENT) and can_open(user, help_request)


def can_edit_partners(user: User) -> bool:
    """A coordinator keeps the agreements."""
    return user.can(Permission.EDIT_PARTNERS)
