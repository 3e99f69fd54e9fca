"""Making a task out of a request, or without one, taking it back, and letting old ones go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.funding.queries import handed_down
from cases.requests.actions import change_status, locked, note_event
from cases.requests.models import Consent, HelpRequest
from cases.requests.permissions import can_open
from cases.requests.queries import consent_withdrawn, has_agreed
from cases.requests.rules import new_code
from cases.requests.workflow import SEALED_OFF, Purpose, Status
from cases.volunteering.actions.talks import close_talk
from cases.volunteering.models import Claim, PlaceInLine, Task
from cases.volunteering.notifications import claim_decided
from cases.volunteering.permissions import can_manage
from cases.volunteering.rules import shown_city, shown_district
from cases.volunteering.workflow import (
    CLAIM_DAYS,
    LIVE_CLAIM,
    TASK_TRANSITIONS,
    ClaimState,
    PartOfDay,
    TaskKind,
    TaskStatus,
)
from helpdesk.accounts.actors import SYSTEM, Actor, ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key, seal

ENDED = frozenset({TaskStatus.DONE, TaskStatus.WITHDRAWN, TaskStatus.EXPIRED})


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
    task.finished_at = timezone.now() if to in ENDED else None
    task.save(update_fields=["status", "finished_at"])
    if to in ENDED:
        PlaceInLine.objects.filter(task=task).delete()


@action
def make_task(
    *, card: Card, brief: str, exact_place: str = "", help_request: HelpRequest | None = None, by: User
) -> Task:
    """A task on the board; the brief stays sealed until a claim is approved.

    Raises NotNow when its day has passed or the request is closed.
    """
    if not by.can(Permission.MANAGE_TASKS) or by.office is None:
        raise Refused
    if help_request is not None and not can_open(by, help_request):
        raise Refused
    if card.on_date is not None and card.on_date < timezone.localdate():
        raise NotNow(_("Choose a day that is still ahead."))
    _check_request(help_request)
    if help_request is not None and has_agreed(help_request.client_id, Purpose.VOLUNTEER) is False:
        raise NotNow(_("The person took back her yes to volunteers. Ask her first, and note her answer."))
    task = _from_card(card)
    task.help_request, task.made_by = help_request, by
    task.office = help_request.office if help_request else by.office
    task.funder = handed_down(_pays(help_request), task.on_date or timezone.localdate())
    task.task_key = new_data_key("task")
    seal(task, brief=brief, exact_place=exact_place)
    task.save(force_insert=True)
    if help_request is not None:
        _send_to_volunteers(help_request, by=by)
    record("task.create", task, by=by, fields=["brief"])
    return task


def _pays(help_request: HelpRequest | None) -> UUID | None:
    """Whose money the case has in which this request stands now; without one, the request itself."""
    if help_request is None:
        return None
    live: Any = help_request.memberships.filter(left_at=None)
    return live.values_list("legal_case__funder", flat=True).first() or help_request.funder_id


def _check_request(help_request: HelpRequest | None) -> None:
    """Raises NotNow for a closed request, and for one that is sealed off."""
    if help_request is None:
        return
    fresh = locked(help_request)
    if fresh.status == Status.CLOSED.value:
        raise NotNow(_("This request is closed."))
    if fresh.sensitivity == SEALED_OFF:
        raise NotNow(_("This request is sealed off: no volunteer may learn of it."))


def _from_card(card: Card) -> Task:
    city = shown_city(card.country, card.city)
    return Task(
        code=new_code("T"),
        kind=card.kind.value,
        languages=list(card.languages),
        country=card.country,
        city=city,
        district=shown_district(city, card.district),
        on_date=card.on_date,
        part_of_day=card.part_of_day.value,
        hours=card.hours,
        tier=card.tier,
        made_at=timezone.now(),
        closes_on=card.on_date or timezone.localdate() + timedelta(days=2 * CLAIM_DAYS),
    )


def _send_to_volunteers(help_request: HelpRequest, *, by: User) -> None:
    if Status(help_request.status) in {Status.NEW, Status.TRIAGED, Status.ANSWERED}:
        change_status(help_request=help_request, to=Status.WITH_VOLUNTEER, by=by, kind="task_made")
    else:  # a request in a legal case may have a task as well and stays in the case
        note_event(help_request=help_request, kind="task_made", by=by)


def held(task: Task) -> Task:
    """The task, fresh and held until the action ends: first the task, then its request, then the log."""
    fresh: Task = Task.objects.select_for_update(of=("self",)).select_related("task_key").get(pk=task.pk)
    return fresh


@action
def withdraw_task(*, task: Task, by: User) -> None:
    """The help is no longer needed; a live claim ends with it, and its volunteer is told."""
    fresh = held(task)
    if not can_manage(by, fresh):
        raise Refused
    _take_off_board(fresh, by=by)


def _take_off_board(fresh: Task, *, by: User | ByReceipt) -> None:
    set_status(fresh, TaskStatus.WITHDRAWN)
    decider = by if isinstance(by, User) else None
    live = Claim.objects.filter(task=fresh, state__in=[state.value for state in LIVE_CLAIM])
    ended = list(live.select_related("volunteer"))
    for claim in ended:
        claim.state, claim.ended_at, claim.decided_by = ClaimState.REFUSED.value, timezone.now(), decider
        claim.save(update_fields=["state", "ended_at", "decided_by"])
        claim.task = fresh
        close_talk(claim, by=by)
    return_request(fresh, kind="task_withdrawn", by=by)
    record("task.withdraw", fresh, by=by)
    for claim in ended:
        claim_decided(claim)


@receiver(consent_withdrawn)
def _stop_telling(*, consent: Consent, by: User | ByReceipt, **_more: object) -> None:
    """She wants no volunteer to know any more: her tasks leave the board, and who held one sees nothing."""
    if consent.purpose != Purpose.VOLUNTEER.value:
        return
    hers = Task.objects.filter(help_request__client=consent.client_id, finished_at=None)
    tasks = [held(task) for task in hers.order_by("pk")]
    list(HelpRequest.objects.select_for_update().filter(tasks__in=tasks).order_by("pk"))  # before the log
    for task in tasks:
        _take_off_board(task, by=by)


def expire_tasks() -> int:
    """Nobody took these in time: they leave the board, and their requests are our turn again; how many."""
    past = Task.objects.filter(status=TaskStatus.OPEN.value, closes_on__lt=timezone.localdate())
    return sum(_expire(task) for task in past.order_by("closes_on", "pk")[:500])


@action
def _expire(task: Task) -> bool:
    fresh = held(task)
    if fresh.status != TaskStatus.OPEN.value:
        return False
    set_status(fresh, TaskStatus.EXPIRED)
    return_request(fresh, kind="task_expired", by=SYSTEM)
    record("task.expire", fresh, by=SYSTEM)
    return True


def return_request(task: Task, *, kind: str, by: Actor) -> None:
    """When the last task of a request has ended, the request is our turn again.

    The request is held before its other tasks are looked at: of two that end at once, one is the last.
    """
    if task.help_request is None:
        return
    help_request = locked(task.help_request)
    others = Task.objects.filter(help_request=help_request, finished_at=None).exclude(pk=task.pk)
    if Status(help_request.status) is Status.WITH_VOLUNTEER and not others.exists():
        change_status(help_request=help_request, to=Status.TRIAGED, by=by, kind=kind)
    else:
        note_event(help_request=help_request, kind=kind, by=by)
