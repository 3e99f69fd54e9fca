"""Puts people on duty through the real actions, and travels to the minute."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from cases.duty.models import Shift
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing


def make_shift(user: User, *, place: int = 0, starts_at: datetime | None = None, hours: float = 8) -> Shift:
    """A shift that began an hour ago, unless it says otherwise."""
    starts_at = starts_at or timezone.now() - timedelta(hours=1)
    assert user.office is not None
    with writing():
        shift = Shift(
            office=user.office,
            user=user,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(hours=hours),
            place=place,
            made_by=user,
        )
        shift.save()
    return shift
