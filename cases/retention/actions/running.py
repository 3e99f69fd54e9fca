"""The nightly work as a whole, step by step: one that fails is told of and holds up none of the others."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date, timedelta

from django.utils import timezone

from cases.retention.actions.erasing import erase_due, forget_case_words
from cases.retention.actions.planning import FORGETTING, close_silent_ones, plan_coming
from cases.retention.models import RetentionRun
from cases.retention.notifications import forgetting_failed
from cases.retention.rules import OUTBOX_DAYS, first_kept_day
from helpdesk.audit.cutting import cut_before
from helpdesk.audit.guard import action
from helpdesk.audit.queries import owns_the_log
from helpdesk.messaging.actions import forget_finished

logger = logging.getLogger("helpdesk.retention")
RUNS_KEPT = timedelta(days=400)


def _cut_log(today: date) -> int:
    """Where this process may: in production the owner of the database does it (docs/operations.md)."""
    return cut_before(first_kept_day(today), by=FORGETTING) if owns_the_log() else 0


def _forget_outbox(today: date) -> int:
    return forget_finished(timezone.now() - timedelta(days=OUTBOX_DAYS))


STEPS: dict[str, Callable[[date], int]] = {
    "silent": close_silent_ones,
    "planned": plan_coming,
    "erased": erase_due,
    "cases": forget_case_words,
    "outbox": _forget_outbox,
    "log": _cut_log,
}


def run(today: date | None = None) -> RetentionRun:
    """Does all that is due today. Running it again, or after a kill, changes nothing that was done."""
    today = today or timezone.localdate()
    row = _begin()
    trouble = ""
    for name, step in STEPS.items():
        try:
            row.counts[name] = step(today)
        except Exception as error:  # the next step must not wait for somebody to mend this one
            trouble = trouble or f"{name}: {type(error).__name__}"
            logger.exception("retention.failed %s %s", name, type(error).__name__)
    _end(row, trouble)
    return row


@action
def _begin() -> RetentionRun:
    RetentionRun.objects.filter(started_at__lt=timezone.now() - RUNS_KEPT).delete()
    row = RetentionRun(started_at=timezone.now())
    row.save(force_insert=True)
    return row


@action
def _end(row: RetentionRun, trouble: str) -> None:
    row.trouble, row.finished_at = trouble[:80], timezone.now()
    row.save(update_fields=["trouble", "finished_at", "counts"])
    if trouble:
        forgetting_failed()


@action
def look_after() -> bool:
    """An hour-glass of its own: a night without a finished run is told as well. True when it was told."""
    since = timezone.now() - timedelta(hours=26)
    rows = RetentionRun.objects.all()
    if not rows.exists() or rows.filter(finished_at__gte=since, trouble="").exists():
        return False
    if rows.filter(started_at__gte=since).exclude(trouble="").exists():
        return False  # that one has told already
    forgetting_failed()
    return True
