"""Absences: one's own, those in which one stands in, and for a coordinator those of the office."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.moving import actions
from cases.moving.forms import AbsenceForm
from cases.moving.models import Absence
from cases.moving.permissions import can_move_work
from cases.moving.queries.absences import absences_for, possible_absent, possible_deputies, staff_of
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.SEE_QUEUE, Permission.EDIT_ARTICLES)
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Everything about absences that she should know, and a new one."""
    user = user_of(request)
    absent = possible_absent(user)
    form = AbsenceForm(
        request.POST if request.method == "POST" else None,
        absent=absent,
        deputies=possible_deputies(user) if absent else [],
        own=user,
    )
    if form.is_valid():
        try:
            actions.enter_absence(**form.values(), by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("The absence is noted."))
            return redirect("moving:absences")
    moves_work = can_move_work(user, user.office_id)
    context = {
        "page": absences_for(user),
        "form": form if absent else None,
        "moves_work": moves_work,
        "staff": staff_of(user.office_id) if moves_work else [],
    }
    return render(request, "cases/moving/absences.html", context, status=422 if form.errors else 200)


def _absence(request: HttpRequest, absence_id: UUID) -> tuple[User, Absence]:
    user = user_of(request)
    rows = Absence.objects.visible_to(user).select_related("user", "deputy")
    return user, get_object_or_404(rows, pk=absence_id)


@require(Permission.SEE_QUEUE, Permission.EDIT_ARTICLES)
@require_POST
def answer(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Yes or no to standing in."""
    user, absence = _absence(request, absence_id)
    says_yes = request.POST.get("answer") == "yes"
    said = _("You stand in. What cannot wait comes to you.") if says_yes else _("You do not stand in.")
    return _do(
        request,
        lambda: actions.answer_standing_in(absence=absence, says_yes=says_yes, by=user),
        said,
    )


@require(Permission.MOVE_WORK)
@require_POST
def deputy(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """A coordinator names who stands in."""
    user, absence = _absence(request, absence_id)
    people = {str(person.pk): person for person in staff_of(user.office_id)}
    named = people.get(request.POST.get("deputy", ""))
    if named is None:
        messages.error(request, _("Choose somebody."))
        return redirect("moving:absences")
    said = _("%(name)s stands in.") % {"name": named}
    return _do(request, lambda: actions.set_deputy(absence=absence, deputy=named, by=user), said)


@require(Permission.SEE_QUEUE, Permission.EDIT_ARTICLES)
@require_POST
def end(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Back, or not going at all."""
    user, absence = _absence(request, absence_id)
    said = _("The absence has ended. Below stands what was handed over.")
    return _do(request, lambda: actions.end_absence(absence=absence, by=user), said)


def _do(request: HttpRequest, act: Callable[[], object], said: str) -> HttpResponse:
    try:
        act()
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, said)
    return redirect("moving:absences")
