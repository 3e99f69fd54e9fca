"""The board, one task, and what a volunteer or the desk does with it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.requests.models import HelpRequest
from cases.requests.queries import State, has_agreed, state_of
from cases.requests.workflow import Purpose
from cases.volunteering import actions
from cases.volunteering.forms import TEMPLATE_NAMES, FilterForm, ReportForm, TaskForm
from cases.volunteering.models import Claim, Task
from cases.volunteering.permissions import can_decide, can_manage, owes_terms
from cases.volunteering.queries import board, board_cities, office_tasks, task_view, waiting_claims
from cases.volunteering.rules import from_template
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui.undo import done, keep


@require(Permission.SEE_BOARD)
@require_GET
def board_page(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    form = FilterForm(request.GET)
    filters = {name: value for name, value in form.cleaned_data.items() if value} if form.is_valid() else {}
    form.offer_cities(board_cities(user))
    context = {"cards": board(user, filters), "form": form, "filtered": bool(filters)}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "cases/volunteering/_cards.html", context)
    desk = user.can(Permission.APPROVE_CLAIM)
    context["waiting"] = waiting_claims(user) if desk else []
    context["going"] = office_tasks(user) if desk else []
    context["owes_terms"] = user.can(Permission.CLAIM_TASK) and owes_terms(user)
    context["may_make"] = user.can(Permission.MANAGE_TASKS)
    return render(request, "cases/volunteering/board.html", context)


def _task(request: HttpRequest, task_id: UUID) -> tuple[User, Task]:
    user: User = request.user  # type: ignore[assignment]
    tasks = Task.objects.visible_to(user).select_related("task_key", "made_by", "help_request__client")
    return user, get_object_or_404(tasks, pk=task_id)


def _page(
    request: HttpRequest, user: User, task: Task, report_form: ReportForm | None = None, status: int = 200
) -> HttpResponse:
    view = task_view(task, by=user)
    context = {
        "view": view,
        "task": task,
        "may_decide": can_decide(user, task) and (view.live is None or view.live.volunteer_id != user.pk),
        "may_manage": can_manage(user, task),
        "may_claim": user.can(Permission.CLAIM_TASK),
        "report_form": report_form or ReportForm(),
    }
    return render(request, "cases/volunteering/task.html", context, status=status)


@require(Permission.SEE_BOARD)
@require_GET
def task_page(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user, task = _task(request, task_id)
    return _page(request, user, task)


def _do(request: HttpRequest, to: str, task_id: UUID, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
        return redirect("volunteering:board")
    messages.success(request, done)
    return redirect(to, task_id) if to == "volunteering:task" else redirect(to)


@require(Permission.CLAIM_TASK)
@require_POST
def claim(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    return _do(
        request,
        "volunteering:task",
        task_id,
        lambda: actions.claim_task(task_id=task_id, by=user),
        _("You asked for this task. See below what comes next."),
    )


@require(Permission.APPROVE_CLAIM, Permission.MANAGE_TASKS)
@require_POST
def decide(request: HttpRequest, task_id: UUID, claim_id: UUID) -> HttpResponse:
    user, task = _task(request, task_id)
    row = get_object_or_404(Claim, pk=claim_id, task=task)
    if request.POST.get("answer") == "yes":
        return _do(
            request,
            "volunteering:board",
            task_id,
            lambda: actions.approve_claim(claim=row, by=user),
            _("Approved. The volunteer can read the brief now."),
        )
    return _do(
        request,
        "volunteering:board",
        task_id,
        lambda: actions.refuse_claim(claim=row, by=user),
        _("The task is open again."),
    )


def _own_claim(user: User, task: Task) -> Claim:
    return get_object_or_404(Claim, task=task, volunteer=user, state__in=["requested", "approved"])


@require(Permission.CLAIM_TASK)
@require_POST
def release(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user, task = _task(request, task_id)
    own = _own_claim(user, task)
    return _do(
        request,
        "volunteering:board",
        task_id,
        lambda: actions.release_claim(claim=own, by=user),
        _("Handed back. Thank you for saying so."),
    )


@require(Permission.CLAIM_TASK)
@require_POST
def finish(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user, task = _task(request, task_id)
    own = _own_claim(user, task)
    form = ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, user, task, form, status=422)
    return _do(
        request,
        "volunteering:me",
        task_id,
        lambda: actions.finish_claim(claim=own, by=user, **form.cleaned_data),
        _("Thank you. The brief is closed now."),
    )


@require(Permission.MANAGE_TASKS)
@require_POST
def withdraw(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user, task = _task(request, task_id)
    return _do(
        request,
        "volunteering:board",
        task_id,
        lambda: actions.withdraw_task(task=task, by=user),
        _("The task is withdrawn."),
    )


def _tell_made(request: HttpRequest, task: Task, before: State | None) -> None:
    """A task of a request can be undone at once: the request stands then as it stood."""
    said = _("The task is on the board.")
    if before is None or task.help_request is None:
        messages.success(request, said)
        return
    how = {"task_id": task.pk, "before": before, "seen": state_of(task.help_request).version}
    token = keep(request.user.pk, {"what": "task", "how": how})
    done(request, said, undo_url=reverse("closing:undo"), name="token", value=token)


@require(Permission.MANAGE_TASKS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_task(request: HttpRequest, request_id: UUID | None = None) -> HttpResponse:
    """From a request (its language and city are filled in), or a task of the desk's own."""
    user: User = request.user  # type: ignore[assignment]
    help_request = None
    initial: dict[str, object] = {"country": user.office.country if user.office else "PL"}
    if request_id is not None:
        visible = HelpRequest.objects.visible_to(user).select_related("client", "office", "desk_key")
        help_request = get_object_or_404(visible, pk=request_id)
        initial = {
            "languages": [help_request.language],
            "country": help_request.country,
            "city": help_request.city,
        }
    language = help_request.language if help_request is not None else ""
    chosen = request.GET.get("template", "")
    initial |= from_template(chosen, language=language, country=str(initial["country"]))
    form = TaskForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("brief", "exact_place")}
        before = state_of(help_request) if help_request is not None else None
        try:
            task = actions.make_task(card=form.card(), help_request=help_request, by=user, **words)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            _tell_made(request, task, before)
            return redirect("volunteering:task", task.pk)
    status = 422 if form.is_bound else 200
    context = {"form": form, "help_request": help_request, "templates": TEMPLATE_NAMES, "chosen": chosen}
    if help_request is not None:
        context["agreed"] = has_agreed(help_request.client_id, Purpose.VOLUNTEER)
    return render(request, "cases/volunteering/new_task.html", context, status=status)
