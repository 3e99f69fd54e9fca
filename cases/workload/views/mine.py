"""One's own load, week and rest, for whoever answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.workload.queries.mine import my_load
from helpdesk.accounts.access import require
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.ANSWER)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Nobody else's figures stand here."""
    user: User = request.user  # type: ignore[assignment]
    return render(request, "cases/workload/mine.html", {"load": my_load(user)})
