"""Whether the house is alive, for administrators: counts and ages alone, nothing about anybody."""

from __future__ import annotations

import time

from django.core.cache import cache
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from helpdesk.accounts.access import require
from helpdesk.accounts.roles import Permission
from helpdesk.messaging.models import OutgoingMessage, State

LATE_SECONDS = 180  # beat gives a sign each minute


@require(Permission.SEE_HEALTH)
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """The outbox, and when the clock of regular tasks was heard last. One query, one question to Redis."""
    now = timezone.now()
    waiting = Q(state=State.QUEUED, not_before__lte=now)
    mail = OutgoingMessage.objects.filter(Q(state=State.QUEUED) | Q(state=State.FAILED)).aggregate(
        due=Count("pk", filter=waiting),
        later=Count("pk", filter=Q(state=State.QUEUED, not_before__gt=now)),
        failed=Count("pk", filter=Q(state=State.FAILED)),
        oldest=Min("not_before", filter=waiting),
    )
    heard = cache.get("pulse:beat")  # written by helpdesk/operations, which stands above this room
    age = round(max(0.0, time.time() - heard)) if isinstance(heard, float) else None
    context = {"mail": mail, "beat_age": age, "is_late": age is None or age > LATE_SECONDS}
    return render(request, "team/health.html", context)
