"""The waiting list from the queue: put requests there, and take them back exactly as they were."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from cases.requests.actions.seen import as_seen
from cases.requests.actions.undo import check_unchanged, put_back
from cases.requests.models import HelpRequest
from cases.requests.permissions import can_triage
from cases.requests.queries import State, state_of
from cases.requests.rules import Seen
from cases.waiting.actions import put_on_waiting_list
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

Waiting = tuple[UUID, State]  # a request and how it stood before it had to wait


def put_to_wait(
    *, help_requests: list[HelpRequest], by: User, seen: Seen | None = None
) -> tuple[list[Waiting], str]:
    """Each for itself; gives back those that wait now, and why the first of the others does not."""
    waiting: list[Waiting] = []
    why_not = ""
    for help_request in help_requests:
        before = state_of(help_request)
        put = partial(put_on_waiting_list, help_request=help_request, by=by)
        try:
            as_seen(help_requests=[help_request], seen=seen or Seen(), act=put)
        except NotNow as why:
            why_not = why_not or str(why)
        else:
            waiting.append((help_request.pk, before))
    return waiting, why_not


@action
def take_off_waiting_list(*, waiting: Waiting, by: User) -> None:
    """The undo: all as it was. NotNow when something has happened to the request since."""
    key, before = waiting
    help_request = HelpRequest.objects.get(pk=key)
    if not can_triage(by, help_request):
        raise Refused
    fresh = check_unchanged(help_request, before.version + 1)
    put_back(help_request=fresh, state=before, by=by, kind="left_waiting_list")
    record("request.unwait", fresh, by=by)
