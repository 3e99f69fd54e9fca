"""One sentence each: who may send, see and take away a file of one request."""

from __future__ import annotations

from cases.requests.models import HelpRequest
from cases.requests.permissions import can_read_story, can_write
from helpdesk.accounts.actors import Actor, ByReceipt
from helpdesk.accounts.models import User


def can_send(by: Actor, help_request: HelpRequest) -> bool:
    """The person herself by her receipt, and whoever may answer her; the same may take a file away."""
    if isinstance(by, ByReceipt):
        return help_request.client_id == by.client_id
    return isinstance(by, User) and can_write(by, help_request)


def can_see(user: User, help_request: HelpRequest) -> bool:
    """Preview and original: whoever may read the story."""
    return can_read_story(user, help_request)
