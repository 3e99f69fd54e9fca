"""How fast: hours to the first answer, days to the outcome; median, ninth decile, of how many.

Reckoned for an office once an hour at most, without what is sealed off, and kept in between: two moments of
a percentile over a season would be the dearest thing on the page.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db.models import Count, DurationField, ExpressionWrapper, F, FloatField, Func, QuerySet
from django.db.models.functions import Extract
from django.utils import timezone

from cases.requests.models import Exclusion, HelpRequest
from cases.requests.workflow import SEALED_OFF
from cases.triage.queries.pressing import was_answered, was_closed
from helpdesk.accounts.models import User

KEEP_SECONDS = 3600
HOUR, DAY = 3600, 24 * 3600


class Percentile(Func):
    """PERCENTILE_CONT over a column, by PostgreSQL itself."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    contains_aggregate = True
    output_field = FloatField()


@dataclass(frozen=True)
class Speed:
    """Half were done within `median`, nine of ten within `slow`; None when there were none."""

    count: int
    median: float | None
    slow: float | None


@dataclass(frozen=True)
class Times:
    """Of the last twelve weeks, as it was at `at`."""

    first_answer: Speed  # hours
    outcome: Speed  # days
    at: datetime


def kept_away(user: User) -> list[UUID]:
    """The clients who keep this user away, mostly none: what is kept for an office is then not for her."""
    return list(Exclusion.objects.clients_kept_from(user).values_list("client", flat=True))


def times(user: User, keeping_away: Collection[UUID] = ()) -> Times:
    """The speeds of her office, at most an hour old; fresh and her own where clients keep her away."""
    office = user.office_id or 0
    rows = HelpRequest.objects.filter(office_id=office, sensitivity__lt=SEALED_OFF)
    name = f"workload:times:{office}"
    if keeping_away:
        return _reckon(rows.exclude(client__in=keeping_away))
    known: Times | None = cache.get(name)
    if known is None:
        known = _reckon(rows)
        cache.set(name, known, KEEP_SECONDS)
    return known


def _reckon(rows: QuerySet[HelpRequest]) -> Times:
    return Times(
        _speed(rows.filter(was_answered()), "received_at", "first_answered_at", HOUR),
        _speed(rows.filter(was_closed()), "received_at", "closed_at", DAY),
        timezone.now(),
    )


def _speed(rows: QuerySet[HelpRequest], start: str, end: str, unit: int) -> Speed:
    took = ExpressionWrapper(F(end) - F(start), output_field=DurationField())
    found = rows.annotate(took=Extract(took, "epoch")).aggregate(
        count=Count("pk"), median=Percentile("took", fraction="0.5"), slow=Percentile("took", fraction="0.9")
    )
    return Speed(found["count"], _in(found["median"], unit), _in(found["slow"], unit))


def _in(seconds: float | None, unit: int) -> float | None:
    return None if seconds is None else round(max(float(seconds), 0.0) / unit, 1)
