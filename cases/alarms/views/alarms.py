"""The office's alarms, and saying that one was seen."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.alarms.actions import acknowledge
from cases.alarms.models import OfficeAlarm
from cases.alarms.queries.lines import alarms_page
from helpdesk.accounts.access import require
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


@require(Permission.SEE_WORKLOAD)
@require_safe
def alarm_list(request: HttpRequest) -> HttpResponse:
    """What is not as usual, and what is usual again."""
    user: User = request.user  # type: ignore[assignment]
    still, ended = alarms_page(user)
    return render(request, "cases/alarms/list.html", {"alarms": still, "ended": ended})


@require(Permission.SEE_WORKLOAD)
@require_POST
def seen(request: HttpRequest, alarm_id: UUID) -> HttpResponse:
    """A coordinator looks after it."""
    user: User = request.user  # type: ignore[assignment]
    alarm = get_object_or_404(OfficeAlarm.objects.visible_to(user), pk=alarm_id)
    acknowledge(alarm=alarm, by=user)
    messages.success(request, _("Noted. It stays here until it is over."))
    return redirect("alarms:list")
