"""The board, one task, and what a volunteer does with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.relay.queries import live_talk
from cases.relay.rules import Purpose
from cases.volunteering import actions
from cases.volunteering.forms import CameForm, FilterForm, ReportForm
from cases.volunteering.models import Claim, PlaceInLine, Task
from cases.volunteering.permissions import can_decide, can_manage, owes_terms
from cases.volunteering.queries import (
    TaskView,
    board,
    board_places,
    office_tasks,
    task_view,
    waiting_claims,
)
from cases.volunteering.views.common import do, find_task
from cases.volunteering.workflow import TaskKind, TaskStatus
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

A_DAY = 24 * 60 * 60


@require(Permission.SEE_BOARD)
@require_GET
def board_page(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    form = FilterForm(request.GET)
    filters = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    form.offer_places(board_places(user))
    context = {"cards": board(user, filters), "form": form, "filtered": bool(filters)}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "cases/volunteering/_cards.html", context)
    desk = user.can(Permission.APPROVE_CLAIM)
    context["waiting"] = waiting_claims(user) if desk else []
    context["going"] = office_tasks(user) if desk else []
    context["owes_terms"] = user.can(Permission.CLAIM_TASK) and owes_terms(user)
    context["may_make"] = user.can(Permission.MANAGE_TASKS)
    context["may_keep_flats"] = desk
    return render(request, "cases/volunteering/board.html", context)


def _page(
    request: HttpRequest, user: User, task: Task, report_form: ReportForm | None = None, status: int = 200
) -> HttpResponse:
    view = task_view(task, by=user)
    decides = can_decide(user, task)
    manages = can_manage(user, task)
    context = {
        "view": view,
        "task": task,
        "may_decide": decides and (view.live is None or view.live.volunteer_id != user.pk),
        "may_manage": manages,
        "may_match": decides and task.status == TaskStatus.OPEN.value,
        "may_claim": user.can(Permission.CLAIM_TASK),
        "searches": task.kind == TaskKind.HOUSING.value and (decides or (view.mine and view.may_read)),
        "report_form": report_form or ReportForm(),
        "came_form": CameForm(initial={"line": task.came_of}) if manages else None,
        **_for_volunteer(user, task, view),
    }
    return render(request, "cases/volunteering/task.html", context, status=status)


def _for_volunteer(user: User, task: Task, view: TaskView) -> dict[str, Any]:
    """Her conversation and her mark on the brief, or her place in line."""
    found: dict[str, Any] = {"talk": None, "waits": False, "mark": ""}
    if view.may_read and view.mine is not None:
        found["mark"] = str(user.pk)[:8]
        found["now"] = timezone.now()
        if task.help_request is not None and task.tier:
            found["talk"] = live_talk(user, task.help_request.client_id, Purpose.TASK)
    elif view.mine is None and task.status == TaskStatus.CLAIMED.value and user.can(Permission.CLAIM_TASK):
        found["waits"] = PlaceInLine.objects.filter(task=task, volunteer=user).exists()
    return found


def _no_more_cards(request: HttpRequest) -> HttpResponse:
    """Sixty opened cards a day are enough for everybody who looks for a task."""
    response = render(request, "cases/volunteering/enough.html", status=429)
    response["Retry-After"] = str(A_DAY)
    return response


@require(Permission.SEE_BOARD)
@require_GET
def task_page(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user, task = find_task(request, task_id)
    try:
        actions.note_opened(task=task, by=user)
    except actions.TooManyCards:
        return _no_more_cards(request)
    return _page(request, user, task)


@require(Permission.CLAIM_TASK)
@require_POST
def claim(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user = user_of(request)
    shown = Task.objects.visible_to(user).filter(pk=task_id).first()
    try:
        if shown is not None:
            actions.note_opened(task=shown, by=user)
    except actions.TooManyCards:
        return _no_more_cards(request)
    return do(
        request,
        lambda: actions.claim_task(task_id=task_id, by=user),
        _("You asked for this task. See below what comes next."),
        ("volunteering:task", task_id),
        ("volunteering:task", task_id) if shown is not None else ("volunteering:board", None),
    )


@require(Permission.CLAIM_TASK)
@require_POST
def wait(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Into the line, or out of it again."""
    user = user_of(request)
    if request.POST.get("answer") == "no":
        return do(
            request,
            lambda: actions.stop_waiting(task_id=task_id, by=user),
            _("You wait no longer."),
            ("volunteering:me", None),
        )
    return do(
        request,
        lambda: actions.wait_for_task(task_id=task_id, by=user),
        _("Noted. If it becomes free, it is yours next, and you are told."),
        ("volunteering:me", None),
    )


@require(Permission.CLAIM_TASK)
@require_POST
def decline(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """No to a task that was brought to her."""
    user = user_of(request)
    return do(
        request,
        lambda: actions.decline_offer(task_id=task_id, by=user),
        _("Noted. Thank you for saying so."),
        ("volunteering:me", None),
    )


def _own_claim(user: User, task: Task) -> Claim:
    return get_object_or_404(Claim, task=task, volunteer=user, state__in=["requested", "approved"])


@require(Permission.CLAIM_TASK)
@require_POST
def release(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user, task = find_task(request, task_id)
    own = _own_claim(user, task)
    return do(
        request,
        lambda: actions.release_claim(claim=own, by=user),
        _("Handed back. Thank you for saying so."),
        ("volunteering:board", None),
    )


@require(Permission.CLAIM_TASK)
@require_POST
def finish(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user, task = find_task(request, task_id)
    own = _own_claim(user, task)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, user, task, form, status=422)
    return do(
        request,
        lambda: actions.finish_claim(claim=own, by=user, **form.cleaned_data),
        _("Thank you. The brief is closed now."),
        ("volunteering:me", None),
    )
