"""One sentence each: what a user may do in triage."""

from __future__ import annotations

from cases.requests.models import HelpRequest
from cases.requests.permissions import can_triage
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_assign(user: User, help_request: HelpRequest) -> bool:
    """Whoever may sort a request may say who works on it."""
    return can_triage(user, help_request)


def can_work_on(user: User, help_request: HelpRequest) -> bool:
    """A request goes to somebody of its own office who can answer it; a coordinator reads no story, so not to her."""
    return user.can(Permission.ANSWER) and user.office_id == help_request.office_id
