"""After a consultation: a step for all who came, the rest back to the queue, minutes, and the figures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from cases.legal import actions
from cases.legal.forms import MinutesForm, PeriodForm
from cases.legal.models import StepTemplate
from cases.legal.permissions import can_record_minutes
from cases.legal.queries import figures_between
from cases.legal.views.case import do, find_case
from cases.legal.views.meetings import find_meeting
from helpdesk.accounts.access import require
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.RUN_CASES)
@require_POST
def tick(request: HttpRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    """One step, done for everybody who came."""
    user, legal_case = find_case(request, case_id)
    meeting = find_meeting(legal_case, consultation_id)
    meeting.legal_case = legal_case
    steps = StepTemplate.objects.filter(case_type=legal_case.case_type)
    template = steps.filter(slug=request.POST.get("step", "")).first()
    if template is None:
        messages.error(request, _("Choose one of the answers shown."))
        return redirect("legal:open", case_id)
    return do(
        request,
        case_id,
        lambda: actions.tick_for_present(consultation=meeting, template=template, by=user),
        _("The step is ticked for everybody who came."),
    )


@require(Permission.GROUP)
@require_POST
def give_back(request: HttpRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    """Whoever was invited and did not come goes back to the queue."""
    user, legal_case = find_case(request, case_id)
    meeting = find_meeting(legal_case, consultation_id)
    meeting.legal_case = legal_case
    return do(
        request,
        case_id,
        lambda: actions.return_absent(consultation=meeting, by=user),
        _("Whoever did not come is back in the queue."),
    )


@require(Permission.RUN_CASES)
@require_POST
def minutes(request: HttpRequest, case_id: UUID, consultation_id: UUID) -> HttpResponse:
    """One number for the whole meeting."""
    user, legal_case = find_case(request, case_id)
    meeting = find_meeting(legal_case, consultation_id)
    if not can_record_minutes(user, legal_case):
        raise Refused
    form = MinutesForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the minutes as a number between 1 and 5000."))
        return redirect("legal:open", case_id)
    return do(
        request,
        case_id,
        lambda: actions.record_minutes(consultation=meeting, minutes=form.cleaned_data["minutes"], by=user),
        _("Noted."),
    )


@require(Permission.SEE_CASES)
@require_GET
def figures(request: HttpRequest) -> HttpResponse:
    """What the consultations of a period brought, of the cases that this colleague may open."""
    user: User = request.user  # type: ignore[assignment]
    first, last = PeriodForm.this_year()
    form = PeriodForm(request.GET if "first" in request.GET else {"first": first, "last": last})
    context: dict[str, Any] = {"form": form, "period": None}
    if form.is_valid():
        first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        context["period"] = figures_between(first, last, by=user)
    return render(
        request, "cases/legal/consultation_figures.html", context, status=422 if form.errors else 200
    )
