"""Finding "the woman from yesterday" again: by day, city, channel and topic, or among one's own last fifty.

Nothing here reads a story: there is no search over what people tell us.
"""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from cases.requests.models import HelpRequest
from cases.requests.models.help_request import HelpRequestQuerySet
from cases.triage.queries import Page, about, dress
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry

PAGE = 50
LAST = 50
MOST_ENTRIES = 1000  # of one's own log; somebody who opened one request a hundred times still finds others
TOUCHED = HelpRequest._meta.label_lower


@dataclass(frozen=True)
class Sought:
    """What somebody remembers of a request; everything may be missing."""

    since: date | None = None
    until: date | None = None
    city: str = ""
    channel: str = ""
    topic: str = ""
    day_of: str = ""  # of its arrival; "closed": of its closing

    def __bool__(self) -> bool:
        return self not in {Sought(), Sought(day_of="closed")}


def fitting(user: User, sought: Sought) -> HelpRequestQuerySet:
    """Open and closed requests that fit."""
    rows = HelpRequest.objects.visible_to(user)
    column = "closed_at" if sought.day_of == "closed" else "received_at"
    if sought.since:
        rows = rows.filter(**{f"{column}__gte": _midnight(sought.since)})
    if sought.until:
        rows = rows.filter(**{f"{column}__lt": _midnight(sought.until + timedelta(days=1))})
    if sought.city:
        rows = rows.filter(city__iexact=sought.city)
    if sought.channel:
        rows = rows.filter(channel=sought.channel)
    if sought.topic:
        rows = rows.filter(about(sought.topic))
    return rows


def found(user: User, sought: Sought, mark: str = "") -> Page:
    """What fits, the newest first, by keyset over the index of arrivals."""
    rows = fitting(user, sought)
    if place := _read(mark):
        at, key = place
        rows = rows.filter(Q(received_at__lte=at) & (Q(received_at__lt=at) | Q(pk__lt=key)))
    rows = rows.for_lists().select_related("suggestion__topic").defer("story", "answers")
    page = [dress(row) for row in rows.order_by("-received_at", "-id")[: PAGE + 1]]
    return Page(page[:PAGE], _mark(page[PAGE - 1]) if len(page) > PAGE else "")


def my_last(user: User) -> list[HelpRequest]:
    """Requests that this person logged, opened or changed, the last touched first. Two queries."""
    own = AccessEntry.objects.filter(
        actor_kind=AccessEntry.USER, actor_id=str(user.pk), object_type=TOUCHED, is_refused=False
    )
    touched = own.order_by("-id").values_list("object_id", flat=True)[:MOST_ENTRIES]
    order = {key: place for place, key in enumerate(dict.fromkeys(touched))}
    keys = list(order)[: 2 * LAST]  # some may be gone, or kept from her since
    rows = HelpRequest.objects.visible_to(user).filter(pk__in=keys).for_lists()
    rows = rows.select_related("suggestion__topic").defer("story", "answers")
    return [dress(row) for row in sorted(rows, key=lambda row: order[str(row.pk)])][:LAST]


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _mark(row: HelpRequest) -> str:
    plain = json.dumps([row.received_at.isoformat(), str(row.pk)])
    return base64.urlsafe_b64encode(plain.encode()).decode().rstrip("=")


def _read(mark: str) -> tuple[datetime, UUID] | None:
    """The place of a mark; an unreadable one starts at the beginning."""
    try:
        at, key = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        moment = datetime.fromisoformat(at)
        return (moment, UUID(key)) if moment.tzinfo else None
    except (ValueError, TypeError, AttributeError, binascii.Error):
        return None
