"""Keeping one request back from being erased, for a reason and until a day; and letting it go again."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.retention.models import PlannedErasure
from cases.retention.permissions import can_hold
from cases.retention.rules import MOST_HOLD_DAYS, UNDO_DAYS, HoldReason
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def hold(*, plan: PlannedErasure, until: date, reason: HoldReason, by: User) -> PlannedErasure:
    """It stays up to and including this day. Raises NotNow for a day that is not within the coming year."""
    fresh = _held(plan, by=by)
    today = timezone.localdate()
    if not today < until <= today + timedelta(days=MOST_HOLD_DAYS):
        raise NotNow(_("Choose a day within the coming year."))
    fresh.held_until, fresh.hold_reason = until, reason.value
    fresh.held_by, fresh.held_at = by, timezone.now()
    fresh.save(update_fields=["held_until", "hold_reason", "held_by", "held_at"])
    record("retention.hold", fresh.help_request, by=by, reason=reason.value)
    return fresh


@action
def let_go(*, plan: PlannedErasure, by: User) -> PlannedErasure:
    """The reason is over. There are at least seven days again until it is erased."""
    fresh = _held(plan, by=by)
    if fresh.held_until is None:
        return fresh
    fresh.held_until, fresh.hold_reason, fresh.held_by, fresh.held_at = None, "", None, None
    fresh.due_on = max(fresh.due_on, timezone.localdate() + timedelta(days=UNDO_DAYS))
    fresh.save(update_fields=["held_until", "hold_reason", "held_by", "held_at", "due_on"])
    record("retention.let_go", fresh.help_request, by=by)
    return fresh


def _held(plan: PlannedErasure, *, by: User) -> PlannedErasure:
    if not can_hold(by, plan):
        raise Refused
    rows = PlannedErasure.objects.select_for_update(of=("self",)).select_related("help_request")
    fresh: PlannedErasure | None = rows.filter(pk=plan.pk).first()
    if fresh is None:
        raise NotNow(_("This is not planned any more."))
    return fresh
