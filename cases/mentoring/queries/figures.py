"""Whether mentors take load off the info line: requests in the first month, with a mentor and without."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.core.cache import cache
from django.utils import timezone

from cases.mentoring.models import Mentorship
from cases.mentoring.steps import DAYS
from cases.relay.models import Conversation, RelayMessage
from cases.relay.rules import Purpose
from cases.requests.models import HelpRequest

FEWEST = 10  # households on either side; fewer would be people, not a figure
LOOK_BACK = timedelta(days=365)
KEEP_SECONDS = 60 * 60


@dataclass(frozen=True)
class InfoLine:
    """Further requests for each household in the thirty days after the first; None: too few households."""

    with_mentor: float | None
    without: float | None
    households_with: int
    households_without: int
    questions: int  # small questions that went to a mentor instead, as lines of households


def info_line_of_today(office_id: int) -> InfoLine:
    """`info_line`, reckoned at most once an hour: a page must not walk through a year of requests."""
    name = f"mentoring:info-line:{office_id}"
    kept: InfoLine | None = cache.get(name)
    if kept is None:
        kept = info_line(office_id)
        cache.set(name, kept, KEEP_SECONDS)
    return kept


def info_line(office_id: int) -> InfoLine:
    """Households of the last year whose thirty days are over; the request that came first does not count.

    With a mentor: the mentorship began within a week of the first request, so that both groups are counted
    over the same days.
    """
    now = timezone.now()
    asked: dict[UUID, list[datetime]] = defaultdict(list)
    rows = HelpRequest.objects.filter(
        client__office=office_id, client__household__isnull=False, received_at__gt=now - LOOK_BACK
    )
    pairs = rows.order_by("received_at").values_list("client__household", "received_at")
    for household, at in pairs.iterator(chunk_size=2000):
        asked[household].append(at)
    starts = dict(Mentorship.objects.filter(office=office_id).values_list("household", "starts_on"))
    sums = {True: [0, 0], False: [0, 0]}
    for household, times in asked.items():
        first = times[0]
        if first > now - timedelta(days=DAYS):
            continue
        day, began = timezone.localdate(first), starts.get(household)
        has = began is not None and day <= began <= day + timedelta(days=7)
        sums[has][0] += 1
        sums[has][1] += sum(first < at <= first + timedelta(days=DAYS) for at in times)
    talks = Conversation.objects.filter(office=office_id, purpose=Purpose.MENTORSHIP.value)
    lines = RelayMessage.objects.filter(conversation__in=talks, from_client=True).count()
    return InfoLine(_mean(sums[True]), _mean(sums[False]), sums[True][0], sums[False][0], lines)


def _mean(pair: list[int]) -> float | None:
    households, further = pair
    return round(further / households, 1) if households >= FEWEST else None
