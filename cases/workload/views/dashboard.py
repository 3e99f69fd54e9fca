"""The coordinator's page, and the list of full consultations behind one of its figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from cases.workload.queries import beside_dashboard
from cases.workload.queries.ahead import soon
from cases.workload.queries.dashboard import dashboard
from cases.workload.queries.needs import full_meetings
from helpdesk.accounts.access import require
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.SEE_WORKLOAD)
@require_GET
def dashboard_page(request: HttpRequest) -> HttpResponse:
    user: User = request.user  # type: ignore[assignment]
    answers: list[tuple[Any, Any]] = list(beside_dashboard.send(sender=User, user=user))
    alarms = [line for _room, lines in answers for line in lines]
    context = {"board": dashboard(user), "ahead": soon(user), "alarms": alarms}
    return render(request, "cases/workload/dashboard.html", context)


@require(Permission.SEE_WORKLOAD)
@require_safe
def full(request: HttpRequest) -> HttpResponse:
    """Meetings ahead for which people wait in vain."""
    user: User = request.user  # type: ignore[assignment]
    return render(request, "cases/workload/full.html", {"meetings": list(full_meetings(user))})
