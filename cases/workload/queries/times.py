"""How fast: hours to the first answer, days to the outcome; median, ninth decile, of how many.

Reckoned for an office once an hour by the worker, without what is sealed off, and kept in between: moments of
a percentile over a season would be the dearest thing on the page. Where nothing is kept, the page reckons.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.core.cache import cache
from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Extract, JSONObject
from django.utils import timezone

from cases.requests.models import Exclusion, HelpRequest
from cases.requests.workflow import SEALED_OFF
from cases.triage.queries.pressing import was_answered, was_closed
from helpdesk.accounts.models import User

KEEP_SECONDS = 3600 + 600  # made anew each hour; a run may be a little late
HOUR, DAY = 3600, 24 * 3600


class Percentile(Func):
    """PERCENTILE_CONT over a column, by PostgreSQL itself."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    contains_aggregate = True
    output_field = FloatField()

    def get_group_by_cols(self) -> list[Any]:
        """None: a plain Func would group by the very column it looks at."""
        return []


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


@dataclass(frozen=True)
class Away:
    """Who keeps a user away, mostly nobody; and when their requests came to her office and were closed."""

    clients: frozenset[UUID] = frozenset()
    came: tuple[datetime, ...] = ()
    closed: tuple[datetime, ...] = ()


def kept_away(user: User) -> Away:
    """What is kept for an office is not for her where somebody keeps her away. One query."""
    theirs = HelpRequest.objects.filter(client=OuterRef("client"), office_id=user.office_id or 0)
    moments = theirs.values(both=JSONObject(came="received_at", closed="closed_at"))
    found = Exclusion.objects.clients_kept_from(user).annotate(moments=ArraySubquery(moments))
    by_client = dict(found.order_by().values_list("client", "moments"))
    both = [one for one_client in by_client.values() for one in one_client]
    came, closed = ([one[name] for one in both if one[name]] for name in ("came", "closed"))
    return Away(
        frozenset(by_client),
        tuple(datetime.fromisoformat(at) for at in came),
        tuple(datetime.fromisoformat(at) for at in closed),
    )


def times(user: User, keeping_away: Collection[UUID] = ()) -> Times:
    """The speeds of her office, at most an hour old; fresh and her own where clients keep her away."""
    office = user.office_id or 0
    if keeping_away:
        return _reckon(_rows(office).exclude(client__in=keeping_away))
    known: Times | None = cache.get(_name(office))
    return keep_times(office) if known is None else known


def keep_times(office: int) -> Times:
    """Reckons an office's speeds anew and keeps them: once an hour, so that no page has to wait for it."""
    found = _reckon(_rows(office))
    cache.set(_name(office), found, KEEP_SECONDS)
    return found


def _name(office: int) -> str:
    return f"workload:times:{office}"


def _rows(office: int) -> QuerySet[HelpRequest]:
    return HelpRequest.objects.filter(office_id=office, sensitivity__lt=SEALED_OFF)


def _reckon(rows: QuerySet[HelpRequest]) -> Times:
    """Both speeds, each from its own index. One query."""
    answered = _speed(rows.filter(was_answered()), "answered", "first_answered_at")
    found = answered.union(_speed(rows.filter(was_closed()), "closed", "closed_at"), all=True)
    speeds = {what: figures for what, *figures in found}
    return Times(_told(speeds.get("answered"), HOUR), _told(speeds.get("closed"), DAY), timezone.now())


def _speed(rows: QuerySet[HelpRequest], what: str, end: str) -> Any:
    took = ExpressionWrapper(F(end) - F("received_at"), output_field=DurationField())
    grouped = rows.annotate(what=Value(what), took=Extract(took, "epoch")).order_by().values("what")
    return grouped.annotate(
        count=Count("pk"), median=Percentile("took", fraction="0.5"), slow=Percentile("took", fraction="0.9")
    ).values_list("what", "count", "median", "slow")


def _told(figures: list[Any] | None, unit: int) -> Speed:
    count, median, slow = figures or (0, None, None)
    return Speed(count, _in(median, unit), _in(slow, unit))


def _in(seconds: float | None, unit: int) -> float | None:
    return None if seconds is None else round(max(float(seconds), 0.0) / unit, 1)
