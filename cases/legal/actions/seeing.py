"""One more member for a case, chosen on a page that may be older than what stands there now."""

from __future__ import annotations

from cases.legal.actions.joining import add_member
from cases.legal.actions.locks import lock_case
from cases.legal.models import LegalCase, Membership
from cases.legal.permissions import can_change_members
from cases.requests.actions import locked
from cases.requests.actions.seen import check_seen
from cases.requests.models import HelpRequest
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.guard import action


@action
def add_as_seen(
    *, legal_case: LegalCase, help_request: HelpRequest, seen: int | None, by: User
) -> Membership:
    """As `add_member`; NotNow says what happened to the request since version `seen` of it."""
    if not can_change_members(by, legal_case):
        raise Refused
    lock_case(legal_case)  # the case first, as everywhere
    check_seen(locked(help_request), seen)
    return add_member(legal_case=legal_case, help_request=help_request, by=by)
