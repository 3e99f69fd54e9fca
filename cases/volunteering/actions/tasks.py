"""Making a task out of a request, or without one, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.actions import change_status, note_event
from cases.requests.models import HelpRequest
from cases.requests.permissions import can_write
from cases.requests.rules import new_code
from cases.requests.workflow import Status
from cases.volunteering.models import Claim, Task
from cases.volunteering.permissions import can_manage
from cases.volunteering.rules import shown_city
from cases.volunteering.workflow import (
    CLAIM_DAYS,
    LIVE_CLAIM,
    TASK_TRANSITIONS,
    ClaimState,
    PartOfDay,
    TaskKind,
    TaskStatus,
)
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key, seal


@dataclass(frozen=True)
class Card:
    """What the board may show: no free text, no personal data."""

    kind: TaskKind
    languages: tuple[str, ...]
    country: str
    city: str = ""
    district: str = ""
    on_date: date | None = None
    part_of_day: PartOfDay = PartOfDay.ANY
    hours: int = 2
    tier: int = 1


def set_status(task: Task, to: TaskStatus) -> None:
    """The only place a task's status is written. Raises NotNow when the table has no such step."""
    before = TaskStatus(task.status)
    if to is not before and to not in TASK_TRANSITIONS[before]:
        raise NotNow(_("This task has moved on meanwhile. Look at it again."))
    task.status = to.value
    if to in {TaskStatus.DONE, TaskStatus.WITHDRAWN, TaskStatus.EXPIRED}:
        task.finished_at = timezone.now()
    task.save(update_fields=["status", "finished_at"])


@action
def make_task(
    *, card: Card, brief: str, exact_place: str = "", help_request: HelpRequest | None = None, by: User
) -> Task:
    """A task on the board; the brief stays sealed until a claim is approved."""
    if not by.can(Permission.MANAGE_TASKS) or by.office is None:
        raise Refused
    if help_request is not None and not can_write(by, help_request):
        raise Refused
    named_city = shown_city(card.country, card.city)
    task = Task(
        code=new_code("T"),
        help_request=help_request,
        office=help_request.office if help_request else by.office,
        kind=card.kind.value,
        languages=list(card.languages),
        country=card.country,
        city=named_city,
        district=card.district if named_city else "",
        on_date=card.on_date,
        part_of_day=card.part_of_day.value,
        hours=card.hours,
        tier=card.tier,
        made_by=by,
        made_at=timezone.now(),
        closes_on=card.on_date or timezone.localdate() + timedelta(days=2 * CLAIM_DAYS),
    )
    task.task_key = new_data_key("task")
    seal(task, brief=brief, exact_place=exact_place)
    task.save(force_insert=True)
    if help_request is not None:
        _send_to_volunteers(help_request, by=by)
    record("task.create", task, by=by, fields=["brief"])
    return task


def _send_to_volunteers(help_request: HelpRequest, *, by: User) -> None:
    if Status(help_request.status) in {Status.NEW, Status.TRIAGED, Status.ANSWERED}:
        change_status(help_request=help_request, to=Status.WITH_VOLUNTEER, by=by, kind="task_made")
    else:  # a request in a legal case may have a task as well and stays in the case
        note_event(help_request=help_request, kind="task_made", by=by)


@action
def withdraw_task(*, task: Task, by: User) -> None:
    """The help is no longer needed; a live claim ends with it."""
    if not can_manage(by, task):
        raise Refused
    fresh = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    set_status(fresh, TaskStatus.WITHDRAWN)
    live = Claim.objects.filter(task=fresh, state__in=[state.value for state in LIVE_CLAIM])
    for claim in live:
        claim.state, claim.ended_at, claim.decided_by = ClaimState.REFUSED.value, timezone.now(), by
        claim.save(update_fields=["state", "ended_at", "decided_by"])
    return_request(fresh, kind="task_withdrawn", by=by)
    record("task.withdraw", fresh, by=by)


def return_request(task: Task, *, kind: str, by: User | None) -> None:
    """When the last task of a request has ended, the request is our turn again."""
    help_request = task.help_request
    if help_request is None or by is None:
        return
    still = [TaskStatus.OPEN.value, TaskStatus.CLAIMED.value, TaskStatus.TAKEN.value]
    others = Task.objects.filter(help_request=help_request, status__in=still).exclude(pk=task.pk)
    if Status(help_request.status) is Status.WITH_VOLUNTEER and not others.exists():
        change_status(help_request=help_request, to=Status.TRIAGED, by=by, kind=kind)
    else:
        note_event(help_request=help_request, kind=kind, by=by)
