"""One sentence each: who asks the questions aloud, and who decides about a step."""

from __future__ import annotations

from cases.requests.models import HelpRequest
from cases.requests.permissions import can_triage, can_write
from helpdesk.accounts.models import User


def can_ask_aloud(user: User, help_request: HelpRequest) -> bool:
    """Operators of the office and lawyers with a grant: whoever hears the story anyway."""
    return can_write(user, help_request)


def can_decide_step(user: User, help_request: HelpRequest) -> bool:
    """Whoever sorts the request; flags are no words, so a coordinator may."""
    return can_triage(user, help_request)
