"""Flats: the office's list, and one search with its need, fitting flats and viewings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.volunteering import actions
from cases.volunteering.forms import FlatForm, NeedForm, ResultForm, ViewingForm
from cases.volunteering.models import HousingOffer, Task, Viewing
from cases.volunteering.permissions import can_search_flat
from cases.volunteering.queries.housing import flats_of, search_of
from cases.volunteering.views.common import do, find_task
from cases.volunteering.workflow import RefusedWhy, ViewingResult
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

NEED = ("city", "least_rooms", "most_price", "needs_declaring", "from_on")


@require(Permission.APPROVE_CLAIM)
@require_http_methods(["GET", "HEAD", "POST"])
def flats(request: HttpRequest) -> HttpResponse:
    """The list, and a form for one more."""
    user = user_of(request)
    country = user.office.country if user.office else "PL"
    form = FlatForm(request.POST if request.method == "POST" else None, initial={"country": country})
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in ("contact", "address")}
        return do(
            request,
            lambda: actions.add_flat(flat=form.flat(), by=user, **words),
            _("The flat is on the list."),
            ("volunteering:flats", None),
        )
    context = {"flats": flats_of(user), "form": form}
    return render(request, "cases/volunteering/flats.html", context, status=422 if form.errors else 200)


@require(Permission.APPROVE_CLAIM)
@require_POST
def flat_gone(request: HttpRequest, flat_id: UUID) -> HttpResponse:
    user = user_of(request)
    flat = get_object_or_404(HousingOffer.objects.of_office(user), pk=flat_id)
    return do(
        request,
        lambda: actions.flat_is_gone(flat=flat, by=user),
        _("The flat is off the list."),
        ("volunteering:flats", None),
    )


def _search(request: HttpRequest, task_id: UUID) -> tuple[User, Task]:
    user, task = find_task(request, task_id)
    if not can_search_flat(user, task):
        raise Http404
    return user, task


def _page(request: HttpRequest, user: User, task: Task, status: int = 200, **forms: Any) -> HttpResponse:
    search = search_of(task, by=user)
    initial = {name: getattr(search.need, name) for name in NEED} if search.need else {"city": task.city}
    context = {
        "task": task,
        "search": search,
        "need_form": NeedForm(initial=initial, auto_id="need_%s"),
        "viewing_form": ViewingForm(),
        "result_form": ResultForm(),
        **forms,
    }
    return render(request, "cases/volunteering/search.html", context, status=status)


@require(Permission.APPROVE_CLAIM, Permission.CLAIM_TASK)
@require_safe
def search(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user, task = _search(request, task_id)
    return _page(request, user, task)


@require(Permission.APPROVE_CLAIM, Permission.CLAIM_TASK)
@require_POST
def need(request: HttpRequest, task_id: UUID) -> HttpResponse:
    user, task = _search(request, task_id)
    form = NeedForm(request.POST, auto_id="need_%s")
    if not form.is_valid():
        return _page(request, user, task, 422, need_form=form)
    actions.note_need(task=task, by=user, **form.cleaned_data)
    return redirect("volunteering:search", task.pk)


@require(Permission.APPROVE_CLAIM, Permission.CLAIM_TASK)
@require_POST
def view_flat(request: HttpRequest, task_id: UUID, flat_id: UUID) -> HttpResponse:
    """Plans a viewing."""
    user, task = _search(request, task_id)
    form = ViewingForm(request.POST)
    if not form.is_valid():
        return _page(request, user, task, 422, viewing_form=form)
    here = ("volunteering:search", task.pk)
    at = form.cleaned_data["at"]
    said = _("Planned. Whose flat it is and where stands below.")
    return do(
        request,
        lambda: actions.plan_viewing(task=task, flat_id=flat_id, at=at, by=user),
        said,
        here,
        here,
    )


@require(Permission.APPROVE_CLAIM, Permission.CLAIM_TASK)
@require_POST
def viewed(request: HttpRequest, task_id: UUID, viewing_id: UUID) -> HttpResponse:
    """How it ended."""
    user, task = _search(request, task_id)
    viewing = get_object_or_404(Viewing.objects.select_related("flat", "task"), pk=viewing_id, task=task)
    form = ResultForm(request.POST)
    if not form.is_valid():
        return _page(request, user, task, 422, result_form=form)
    result, why = ViewingResult(form.cleaned_data["result"]), RefusedWhy(form.cleaned_data["why"])
    here = ("volunteering:search", task.pk)
    return do(
        request,
        lambda: actions.end_viewing(viewing=viewing, result=result, why=why, by=user),
        _("Noted."),
        here,
        here,
    )
