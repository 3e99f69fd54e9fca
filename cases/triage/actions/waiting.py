"""The waiting list from the queue: put requests there, and take them back exactly as they were."""

from __future__ import annotations

from cases.requests.actions import change_status, locked
from cases.requests.models import Event, HelpRequest
from cases.requests.permissions import can_triage
from cases.requests.workflow import Status, Turn, may_become
from cases.waiting.actions import put_on_waiting_list
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


def put_to_wait(*, help_requests: list[HelpRequest], by: User) -> tuple[list[HelpRequest], str]:
    """Each for itself; gives back those that wait now, and why the first of the others does not."""
    waiting, why_not = [], ""
    for help_request in help_requests:
        try:
            put_on_waiting_list(help_request=help_request, by=by)
        except NotNow as why:
            why_not = why_not or str(why)
        else:
            waiting.append(help_request)
    return waiting, why_not


@action
def take_off_waiting_list(*, help_request: HelpRequest, by: User) -> None:
    """The undo: back into the status that it had, on our turn. Twice is once."""
    if not can_triage(by, help_request):
        raise Refused
    fresh = locked(help_request)
    if fresh.status != Status.WAITING_LIST.value:
        return
    came = Event.objects.filter(help_request=fresh, to_status=Status.WAITING_LIST.value)
    last = came.order_by("-happened_at", "-id").values_list("from_status", flat=True).first()
    before = Status(last) if last else Status.NEW
    to = before if may_become(Status.WAITING_LIST, before) else Status.TRIAGED
    turn = Turn.US if to in {Status.NEW, Status.TRIAGED} else None
    change_status(help_request=help_request, to=to, by=by, kind="left_waiting_list", turn=turn)
    record("request.unwait", help_request, by=by)
