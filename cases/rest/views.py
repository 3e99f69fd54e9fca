"""One's own rest with the weekly check-in, and the coordinator's pages: rest, and limits."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.rest.actions import check_in, give_word, set_limit
from cases.rest.forms import CheckInForm, LimitForm
from cases.rest.permissions import can_set_limit
from cases.rest.queries import Voices, carried_by, limits_passed, my_signals, passed_on, weeks_of_office
from cases.rest.rules import STAFF_HOURS
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.ui import dates
from helpdesk.ui.charts import Chart


@require(Permission.USE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def mine(request: HttpRequest) -> HttpResponse:
    """Signals that only she sees yet, and two questions."""
    user: User = request.user  # type: ignore[assignment]
    form = CheckInForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            check_in(**form.cleaned_data, by=user)
        except NotNow as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Thank you. Your answers are only in the sum now."))
            return redirect("rest:mine")
    context = {"form": form, "signals": my_signals(user)}
    return render(request, "cases/rest/mine.html", context, status=422 if form.errors else 200)


@require(Permission.SEE_WORKLOAD)
@require_safe
def office(request: HttpRequest) -> HttpResponse:
    """Who has worked without rest for days, and how the office's weeks were."""
    user: User = request.user  # type: ignore[assignment]
    weeks = weeks_of_office(user.office_id or 0)
    context = {"signals": passed_on(user), "weeks": weeks, "chart": _chart(weeks[::-1])}
    return render(request, "cases/rest/office.html", context)


def _chart(weeks: list[Voices]) -> Chart | None:
    if len(weeks) < 2:
        return None
    return Chart(
        title=_("The weeks of the office"),
        labels=[dates.day(one.week) for one in weeks],
        series={_("How heavy"): [one.heavy for one in weeks], _("How rested"): [one.rested for one in weeks]},
        description=_("Averages from 1 to 5 of weeks in which five people or more answered."),
    )


@require(Permission.SEE_WORKLOAD)
@require_POST
def word(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """A coordinator's yes to one more."""
    user: User = request.user  # type: ignore[assignment]
    to = get_object_or_404(User.objects.filter(office=user.office_id, is_active=True), pk=user_id)
    try:
        give_word(to=to, by=user)
    except NotNow as why:
        messages.error(request, str(why))
    else:
        messages.success(request, _("Said. It holds for one task within seven days."))
    return redirect("joining:people")


@require(Permission.SEE_WORKLOAD)
@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """Who carries how much, and how much she should; who was given more, and why."""
    user: User = request.user  # type: ignore[assignment]
    only_over = request.GET.get("over") == "1"
    lines = [line for line in carried_by(user) if line.is_over or not only_over]
    context = {"lines": lines, "only_over": only_over, "passed": limits_passed(user)}
    return render(request, "cases/rest/limits.html", context)


@require(Permission.SEE_WORKLOAD)
@require_http_methods(["GET", "HEAD", "POST"])
def limit(request: HttpRequest, user_id: UUID) -> HttpResponse:
    """The limits of one colleague."""
    user: User = request.user  # type: ignore[assignment]
    mine = User.objects.filter(office=user.office_id, is_active=True).select_related("work_limit")
    of = get_object_or_404(mine, pk=user_id)
    now = getattr(of, "work_limit", None)
    initial = {
        "most_weight": now.most_weight if now else None,
        "most_hours": now.most_hours if now else STAFF_HOURS,
    }
    form = LimitForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        set_limit(of=of, **form.cleaned_data, by=user)
        messages.success(request, _("The limit of %(name)s is set.") % {"name": of.name})
        return redirect("rest:limits")
    context = {"form": form, "of": of, "may_set": can_set_limit(user, of)}
    return render(request, "cases/rest/limit.html", context, status=422 if form.errors else 200)
