"""What a service is and how fresh its entry is. Plain Python."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

STALE_AFTER = dt.timedelta(days=365)


class ServiceKind(StrEnum):
    """In the order of the public page: whoever is in danger must not scroll."""

    HOTLINE = "hotline"
    AUTHORITY = "authority"
    NGO = "ngo"
    DIASPORA = "diaspora"


class ServiceCountry(StrEnum):
    POLAND = "PL"
    LITHUANIA = "LT"
    BOTH = "both"


class ServiceStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    UNKNOWN = "unknown"


def is_stale(checked_on: dt.date | None, today: dt.date) -> bool:
    """Whether an entry was checked too long ago to rely on, or nobody knows when."""
    return checked_on is None or today - checked_on > STALE_AFTER


def status_today(status: str, valid_until: dt.date | None, today: dt.date) -> ServiceStatus:
    """What readers are told: nobody knows whether a service goes on after the day it was funded until."""
    if status == ServiceStatus.ACTIVE and valid_until is not None and valid_until < today:
        return ServiceStatus.UNKNOWN
    return ServiceStatus(status)
