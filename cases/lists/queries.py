"""Which lines a list has, and which lists somebody may see."""

from __future__ import annotations

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet
from django.utils import timezone

from cases.lists.models import ListExport
from cases.lists.rules import SPAN
from cases.requests.workflow import SEALED_OFF
from cases.triage.queries.finding import Sought, fitting
from helpdesk.accounts.models import Standstill, User

MOST_SHOWN = 100
# The database is asked for these alone: nothing sealed is even fetched.
FETCHED = (
    *("code", "office__name", "country", "language", "channel", "topic", "urgency", "status", "turn"),
    *("received_at", "closed_at", "outcome"),
)


class Row(NamedTuple):
    """One line, as it stands in the database; in the order of `rules.COLUMNS`."""

    code: str
    office: str
    country: str
    language: str
    channel: str
    topic: int | None
    urgency: str
    status: str
    turn: str
    received_at: datetime
    closed_at: datetime | None
    outcome: str


def sought_of(wanted: ListExport) -> Sought:
    """The filters of the search from which it was asked."""
    return Sought(wanted.since, wanted.until, wanted.city, wanted.channel, wanted.topic, wanted.day_of)


def lines_of(user: User, sought: Sought, *, until: datetime) -> QuerySet[Any]:
    """What the search finds in her own office, up to the last full hour; sealed-off requests never.

    Arrivals are kept by the hour: what comes later in this hour could not be told from what was there.
    """
    until = until.replace(minute=0, second=0, microsecond=0)
    rows = fitting(user, sought).filter(office_id=user.office_id or 0, sensitivity__lt=SEALED_OFF)
    return rows.filter(Q(closed_at__lt=until) if sought.day_of == "closed" else Q(received_at__lt=until))


def rows_of(user: User, wanted: ListExport, most: int) -> list[Row]:
    """At most one line more than `most`, so that the caller sees that there are more. One query."""
    found = lines_of(user, sought_of(wanted), until=wanted.asked_at).order_by("received_at", "pk")
    return [Row(*values) for values in found.values_list(*FETCHED)[: most + 1]]


def asked_lately(user: User) -> int:
    return ListExport.objects.filter(asked_by=user, asked_at__gt=timezone.now() - SPAN).count()


def stood_still_since(moment: datetime) -> bool:
    """Whether the desk was closed in the meantime: then nothing agreed before holds any more."""
    return Standstill.objects.filter(started_at__gte=moment).exists()


def lists_for(user: User) -> list[ListExport]:
    """Hers, her office's, and what waits for a second person anywhere; the newest first. One query."""
    rows = ListExport.objects.visible_to(user).select_related("asked_by", "agreed_by", "office")
    return list(rows.defer("reason")[:MOST_SHOWN])
