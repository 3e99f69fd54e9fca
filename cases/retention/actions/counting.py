"""The dry run: what would go now, as numbers; changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from cases.retention.models import PlannedErasure
from cases.retention.queries import ended_briefs, ended_cases, no_longer_due, silent, to_plan
from cases.retention.rules import OUTBOX_DAYS, first_kept_day
from helpdesk.audit.queries import number_before
from helpdesk.messaging.actions import forget_finished
from helpdesk.sealing.erasing import orphans


def count_all(today: date) -> dict[str, int]:
    """How many of each."""
    planned = PlannedErasure.objects.exclude(pk__in=no_longer_due().values("pk"))
    moment = timezone.now() - timedelta(days=OUTBOX_DAYS)
    return {
        "come into the plan": to_plan(today).count(),
        "are erased": planned.due(today).count(),
        "are held back": planned.filter(held_until__gte=today).count(),
        "silent people are closed": silent(today).count(),
        "briefs": ended_briefs().count(),
        "legal cases": ended_cases(today).count(),
        "lines of the outbox": forget_finished(moment, dry_run=True),
        "old entries of the access log": number_before(first_kept_day(today)),
        "keys that belong to nothing": orphans().count(),
    }
