"""Makes a small world of requests whose only remains are rows of statistics, and its snapshot."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from cases.closing.models import StatisticsRow
from cases.funding.models import Funder
from cases.reports.actions.snapshot import take_snapshot
from cases.reports.models import Snapshot
from cases.reports.rules import month_after, month_of
from helpdesk.accounts.models import Office
from helpdesk.audit.guard import writing
from tests.factories.requests import make_topic


def make_funder(code: str = "sida", *, office: Office | None = None, **fields: Any) -> Funder:
    """A grant that runs from half a year ago for a year."""
    first = month_after(month_of(timezone.localdate()), -6)
    values = {"starts_on": first, "ends_on": month_after(first, 12), "name": code.title()} | fields
    with writing():
        return Funder.objects.create(code=code, office=office, **values)


def back(months: int) -> date:
    """The first day of so many months ago."""
    return month_after(month_of(timezone.localdate()), -months)


def remains(rows: Iterable[dict[str, Any]]) -> None:
    """Rows of statistics, as after an erasure."""
    plain = {"country": "PL", "channel": "web", "outcome": "solved", "days_band": "0-3"}
    with writing():
        StatisticsRow.objects.bulk_create([StatisticsRow(**plain | row) for row in rows])


def snapshot_of_today() -> Snapshot:
    """A new snapshot, whatever was taken today before."""
    with writing():
        Snapshot.objects.all().delete()
    made = take_snapshot()
    assert made is not None
    return made


@dataclass(frozen=True)
class Village:
    """The simulated population: who asks which of them is few."""

    offices: tuple[int, int]
    funder: UUID
    months: tuple[date, ...]
    rows: tuple[dict[str, Any], ...]


def make_village(
    offices: tuple[Office, Office], funder: Funder, *, people: int = 1300, seed: int = 4
) -> Village:
    """Three months, two offices, one tag; most answers are common, some are rare; hard cells are planted."""
    dice = random.Random(seed)
    topics = [make_topic(f"village-{at}", pk=9_001 + at).pk for at in range(3)]
    months = tuple(back(count) for count in (3, 2, 1))
    rows = [
        {
            "month": dice.choice(months),
            "office_id": dice.choices([office.pk for office in offices], [3, 2])[0],
            "funder_id": dice.choices([None, funder.pk], [2, 1])[0],
            "topic_id": dice.choices(topics, [70, 25, 5])[0],
            "country": dice.choices(["PL", "LT"], [95, 5])[0],
            "channel": dice.choices(["web", "phone"], [80, 20])[0],
            "heard_from": dice.choices(["friends", "media"], [93, 7])[0],
            "outcome": dice.choices(["solved", "answered", "not_possible"], [60, 35, 5])[0],
            "days_band": dice.choices(["0-3", "61+"], [94, 6])[0],
        }
        for _ in range(people)
    ]
    rows += _planted(offices[0].pk, months[0], topics)
    return Village((offices[0].pk, offices[1].pk), funder.pk, months, tuple(rows))


def _planted(office: int, month: date, topics: list[int]) -> Iterator[dict[str, Any]]:
    """What rounding alone gives away: 9 + 9 is told as 20, and 12 + 12 + 9 as 10 + 10 + ? = 35."""
    for topic, channel, count in [
        (1, "email", 9),
        (2, "email", 9),
        (0, "walk_in", 12),
        (1, "walk_in", 12),
        (2, "walk_in", 9),
    ]:
        row = {"month": month, "office_id": office, "funder_id": None, "topic_id": topics[topic]}
        row |= {"country": "PL", "channel": channel, "heard_from": "friends"}
        yield from [row | {"outcome": "solved", "days_band": "0-3"}] * count
