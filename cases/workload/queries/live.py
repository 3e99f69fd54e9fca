"""What the requests themselves say about the last days: the source of the day counts, asked once an hour."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from cases.requests.models import Event, HelpRequest
from cases.requests.workflow import SEALED_OFF, Status
from cases.workload.rules.days import Place

Days = dict[date, dict[Place, int]]
_PLACE = ("office_id", "country", "topic_id")


def midnight(day: date) -> datetime:
    """The first moment of a local day."""
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)


def _counted() -> QuerySet[HelpRequest]:
    """All that may stand in a small count."""
    return HelpRequest.objects.filter(sensitivity__lt=SEALED_OFF)


def _by_day(rows: QuerySet[Any], column: str, prefix: str = "", what: str = "pk") -> Days:
    names = [prefix + name for name in _PLACE]
    counted = rows.annotate(on=TruncDate(column)).values_list("on", *names)
    found: Days = defaultdict(dict)
    for on, office, country, topic, count in counted.annotate(
        count=Count(what, distinct=what != "pk")
    ).order_by():
        found[on][Place(office, country, topic or 0)] = count
    return found


def came(since: date) -> Days:
    """Arrivals by local day and place."""
    return _by_day(_counted().filter(received_at__gte=midnight(since)), "received_at")


def went(since: date) -> Days:
    """What stands closed, by the local day of its closing."""
    return _by_day(_counted().filter(closed_at__gte=midnight(since), status=Status.CLOSED.value), "closed_at")


def went_and_came_back(since: date) -> Days:
    """Closings that do not stand any more: opened again, or closed again on another day."""
    ours = Q(help_request__closed_at=None) | Q(help_request__closed_at__gte=midnight(since))
    closings = Event.objects.filter(
        ours,
        to_status=Status.CLOSED.value,
        happened_at__gte=midnight(since),
        help_request__sensitivity__lt=SEALED_OFF,
    )
    closings = closings.annotate(on_day=TruncDate("happened_at")).exclude(
        help_request__closed_at__date=F("on_day")
    )
    return _by_day(closings, "happened_at", "help_request__", "help_request")


def stock() -> dict[Place, int]:
    """What is open at this moment."""
    rows = _counted().open().values_list(*_PLACE).annotate(count=Count("pk")).order_by()  # type: ignore[attr-defined]
    return {Place(office, country, topic or 0): count for office, country, topic, count in rows}


def first_day() -> date | None:
    """The local day on which the oldest request that is still here came."""
    oldest = HelpRequest.objects.order_by("received_at").values_list("received_at", flat=True).first()
    return timezone.localtime(oldest).date() if oldest else None
