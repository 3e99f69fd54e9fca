"""What is written down when figures of the workload leave the house."""

from __future__ import annotations

from cases.workload.permissions import can_take_figures
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def take_figures(*, kind: str, by: User) -> None:
    """Notes who took them, of which office and as which file, before they are given."""
    if not can_take_figures(by):
        raise Refused
    record("dashboard.export", by.office, by=by, reason=kind)
