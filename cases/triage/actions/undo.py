"""The undo of sorting: topic, urgency, flags, deadline and state as before, and the lesson is taken back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cases.requests.actions.undo import check_unchanged, put_back
from cases.requests.models import HelpRequest
from cases.requests.permissions import can_triage
from cases.requests.queries import State
from cases.triage.actions import learn_flags
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@dataclass(frozen=True)
class Sorted:
    """How a request stood before it was sorted, its version afterwards, and whether flags were decided."""

    request_id: UUID
    before: State
    seen: int
    taught: bool


@action
def unsort(*, done: Sorted, by: User) -> HelpRequest:
    """All as it was. NotNow when something has happened since; an alarm that rang meanwhile stays heard."""
    help_request = HelpRequest.objects.get(pk=done.request_id)
    if not can_triage(by, help_request):
        raise Refused
    fresh = check_unchanged(help_request, done.seen)
    if done.taught:
        learn_flags(fresh, sign=-1)
    put_back(help_request=fresh, state=done.before, by=by)
    record("request.unsort", fresh, by=by)
    return fresh
