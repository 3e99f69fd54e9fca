"""A week ahead: what will go is written down; and people of whom nothing was heard are closed."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from cases.closing.actions import close_silent
from cases.requests.actions import locked
from cases.retention.models import PlannedErasure
from cases.retention.queries import no_longer_due, rule_of, silent, to_plan
from cases.retention.rules import due_day
from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import NotNow
from helpdesk.audit.guard import action

FORGETTING = System("retention")
BATCH = 500


def plan_coming(today: date) -> int:
    """Every request whose last week begins gets its day; plans of what opened again go. How many are new."""
    _forget_plans()
    made = 0
    while number := _plan_some(today):
        made += number
    return made


@action
def _forget_plans() -> None:
    no_longer_due().delete()


@action
def _plan_some(today: date) -> int:
    rows = list(to_plan(today).only("pk", "closed_at", "outcome").order_by("closed_at", "pk")[:BATCH])
    plans = []
    for row in rows:
        rule = rule_of(row)
        due = due_day(timezone.localdate(row.closed_at), rule, today)
        plans.append(PlannedErasure(help_request=row, rule=rule.value, planned_on=today, due_on=due))
    PlannedErasure.objects.bulk_create(plans, ignore_conflicts=True)
    return len(plans)


def close_silent_ones(today: date) -> int:
    """Each by itself: one that cannot be closed now (a volunteer is on the way) waits for another day."""
    closed = 0
    for row in list(silent(today).order_by("turn_since", "pk")[:BATCH]):
        closed += _close_one(row.pk, today)
    return closed


@action
def _close_one(pk: object, today: date) -> bool:
    row = silent(today).filter(pk=pk).first()
    if row is None:
        return False
    locked(row)
    try:
        close_silent(help_request=row, by=FORGETTING)
    except NotNow:
        return False
    return True
