"""The Monday page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.alarms.queries.monday import monday
from helpdesk.accounts.access import require
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.SEE_WORKLOAD)
@require_safe
def monday_page(request: HttpRequest) -> HttpResponse:
    """The week that ended and the week that begins, on one page."""
    user: User = request.user  # type: ignore[assignment]
    return render(request, "cases/alarms/monday.html", {"page": monday(user)})
