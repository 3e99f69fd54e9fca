"""What is written down when a report leaves the house."""

from __future__ import annotations

from cases.reports.models import Snapshot
from cases.reports.permissions import can_take_along
from cases.reports.rules import Dim, Period
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def take_along(*, snapshot: Snapshot, period: Period, kind: str, cut: list[Dim], by: User) -> None:
    """Notes who took which figures, before they are given: of what period, as which file, cut by what."""
    if not can_take_along(by):
        raise Refused
    span = f"{period.first:%Y-%m}..{period.last:%Y-%m} {kind}"
    record("report.export", snapshot, by=by, fields=[dim.value for dim in cut], reason=span)
