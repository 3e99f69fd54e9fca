"""The weeks to come, and "what if"."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.workload.forms.ahead import WhatIfForm
from cases.workload.queries.ahead import ahead
from cases.workload.rules.forecast import FEWEST_WEEKS
from helpdesk.accounts.access import require
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.SEE_WORKLOAD)
@require_safe
def ahead_page(request: HttpRequest) -> HttpResponse:
    """Four weeks ahead; the fields of "what if" stand in the address, so that the answer can be kept."""
    user: User = request.user  # type: ignore[assignment]
    country = user.office.country if user.office else ""
    form = WhatIfForm(request.GET if request.GET else None, country=country)
    wish = form.to_wish()
    context = {"page": ahead(user, wish), "form": form, "wish": wish, "fewest_weeks": FEWEST_WEEKS}
    return render(request, "cases/workload/ahead.html", context, status=422 if form.errors else 200)
