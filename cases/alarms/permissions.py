"""Who may say that she has seen an alarm."""

from __future__ import annotations

from cases.alarms.models import OfficeAlarm
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_acknowledge(user: User, alarm: OfficeAlarm) -> bool:
    """A coordinator of the office."""
    return user.can(Permission.SEE_WORKLOAD) and user.office_id == alarm.office_id
