"""Closing's verbs: what ends a request or opens it again; what erases stands in `erasing`."""

from __future__ import annotations

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.closing.actions.erasing import erase_client, erase_requests
from cases.closing.queries import NO_DUPLICATE, why_no_duplicate
from cases.legal.actions import let_go
from cases.requests.actions import change_status, locked, note_event
from cases.requests.actions.seen import check_seen
from cases.requests.models import HelpRequest
from cases.requests.permissions import can_close
from cases.requests.workflow import Outcome, Status
from cases.volunteering.models import Task
from cases.volunteering.workflow import TaskStatus
from helpdesk.accounts.actors import ByReceipt, System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def close(*, help_request: HelpRequest, outcome: Outcome, by: User, seen: int | None = None) -> HelpRequest:
    """Ends a request with an outcome, from any open state; the same form sent twice closes once.

    `seen` is the version on the page: NotNow when somebody, or the person herself, changed it meanwhile.
    """
    if not can_close(by, help_request):
        raise Refused
    fresh = locked(help_request)
    if fresh.status == Status.CLOSED.value:
        if fresh.outcome == outcome.value:
            return fresh
        raise NotNow(_("This request is closed already."))
    check_seen(fresh, seen)
    _check_no_volunteer(fresh)
    _let_go(fresh, outcome)
    change_status(help_request=fresh, to=Status.CLOSED, by=by, kind="closed", outcome=outcome.value)
    record("request.close", fresh, by=by, fields=["outcome"])
    return fresh


@action
def close_as_duplicate(
    *, help_request: HelpRequest, kept: HelpRequest, by: User, seen: int | None = None
) -> HelpRequest:
    """The same matter of the same household runs in `kept`: this one closes as handed on; undo is reopen().

    Her words stay hers and are copied nowhere: nobody of the household reads another's thread. Raises
    NotNow for other households, for a closed `kept`, and between two people where there is violence at home.
    """
    if not can_close(by, kept):
        raise Refused
    first, second = sorted((help_request.pk, kept.pk))
    rows = HelpRequest.objects.select_for_update(of=("self",)).select_related("client").order_by("pk")
    both = {row.pk: row for row in rows.filter(pk__in=[first, second])}
    if why := why_no_duplicate(both[help_request.pk], both[kept.pk]):
        raise NotNow(NO_DUPLICATE[why])
    fresh = close(help_request=help_request, outcome=Outcome.HANDED_ON, by=by, seen=seen)
    note_event(help_request=fresh, kind="duplicate", by=by)
    record("request.duplicate", fresh, by=by, reason=kept.code)
    return fresh


@action
def reopen(*, help_request: HelpRequest, by: User) -> HelpRequest:
    """A closed request is in work again; also the undo of closing."""
    if not can_close(by, help_request):
        raise Refused
    fresh = locked(help_request)
    if fresh.status != Status.CLOSED.value:
        return fresh
    change_status(help_request=fresh, to=Status.TRIAGED, by=by, kind="reopened")
    record("request.reopen", fresh, by=by)
    return fresh


@action
def close_silent(*, help_request: HelpRequest, by: System) -> HelpRequest:
    """Nobody heard of the person for a long time: the program closes; a word from her opens it again."""
    fresh = locked(help_request)
    if fresh.status == Status.CLOSED.value:
        return fresh
    _check_no_volunteer(fresh)
    _let_go(fresh, Outcome.NO_REPLY)
    change_status(help_request=fresh, to=Status.CLOSED, by=by, kind="closed", outcome=Outcome.NO_REPLY.value)
    record("request.close", fresh, by=by, fields=["outcome"])
    return fresh


@action
def withdraw(*, help_request: HelpRequest, by: ByReceipt) -> HelpRequest:
    """The person needs us no more; she can open it again by writing."""
    if help_request.client_id != by.client_id:
        raise Refused
    fresh = locked(help_request)
    if fresh.status == Status.CLOSED.value:
        return fresh
    _let_go(fresh, Outcome.WITHDRAWN)
    change_status(
        help_request=fresh, to=Status.CLOSED, by=by, kind="withdrawn", outcome=Outcome.WITHDRAWN.value
    )
    record("request.withdraw", fresh, by=by)
    return fresh


@action
def reopen_own(*, help_request: HelpRequest, by: ByReceipt) -> HelpRequest:
    """The person needs us again for a closed request, without having to find words."""
    if help_request.client_id != by.client_id:
        raise Refused
    fresh = locked(help_request)
    if fresh.status == Status.CLOSED.value:
        change_status(help_request=fresh, to=Status.TRIAGED, by=by, kind="reopened")
        record("request.reopen", fresh, by=by)
    return fresh


@action
def rate(*, help_request: HelpRequest, stars: int, by: ByReceipt) -> HelpRequest:
    """The person's own rating, 1 to 5, of a request that was answered or closed; the last one counts."""
    if help_request.client_id != by.client_id:
        raise Refused
    if not 1 <= stars <= 5:
        raise NotNow(_("Choose one to five stars."))
    fresh = locked(help_request)
    if fresh.status not in {Status.ANSWERED.value, Status.CLOSED.value}:
        raise NotNow(_("You can rate our help when it was answered or closed."))
    fresh.rating = stars
    fresh.save(update_fields=["rating"])
    help_request.rating = stars
    note_event(help_request=fresh, kind="rated", by=by)
    record("request.rate", fresh, by=by, fields=["rating"])
    return fresh


def _check_no_volunteer(help_request: HelpRequest) -> None:
    """Raises NotNow while a volunteer holds a task: she must not find it gone under her hands."""
    held = [TaskStatus.CLAIMED.value, TaskStatus.TAKEN.value]
    if Task.objects.filter(help_request=help_request, status__in=held).exists():
        raise NotNow(_("A volunteer holds a task for this request. End the task first."))


def _let_go(help_request: HelpRequest, outcome: Outcome) -> None:
    """What still hangs on the request ends with it: its place in a case, and tasks on the board."""
    now = timezone.now()
    let_go(help_request=help_request, outcome=outcome)
    Task.objects.filter(help_request=help_request, status=TaskStatus.OPEN.value).update(
        status=TaskStatus.WITHDRAWN.value, finished_at=now
    )


__all__ = [
    "close",
    "close_as_duplicate",
    "close_silent",
    "erase_client",
    "erase_requests",
    "rate",
    "reopen",
    "reopen_own",
    "withdraw",
]
