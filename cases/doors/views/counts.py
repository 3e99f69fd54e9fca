"""How people reach us: sums for the coordinator."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.doors.forms import PeriodForm
from cases.doors.queries import doors_of
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.roles import Permission


@require(Permission.SEE_WORKLOAD)
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    form = PeriodForm({"days": request.GET.get("days", "30")})
    days = form.cleaned_data["days"] if form.is_valid() else 30
    return render(
        request, "cases/doors/counts.html", {"form": form, "doors": doors_of(user_of(request), days)}
    )
