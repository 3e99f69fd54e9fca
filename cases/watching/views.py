"""The auditor's week."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.account.decorators import reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.watching import queries
from helpdesk.accounts.access import require, user_of
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record


@require(Permission.READ_ACCESS_LOG)
@require_safe
@reauthentication_required
def digest(request: HttpRequest) -> HttpResponse:
    """One week, the last whole one unless another is asked for; reading it is an entry too."""
    today = timezone.localdate()
    last = queries.monday_of(today) - timedelta(days=7)
    monday = _asked(request.GET.get("week", "")) or last
    record("audit.read", None, by=user_of(request))
    context = {
        "week": queries.week(monday),
        "sunday": monday + timedelta(days=6),
        "before": monday - timedelta(days=7),
        "after": monday + timedelta(days=7) if monday < queries.monday_of(today) else None,
        "canaries": queries.canary_count(),
    }
    return render(request, "cases/watching/digest.html", context)


def _asked(text: str) -> date | None:
    try:
        return queries.monday_of(date.fromisoformat(text))
    except ValueError:
        return None
