"""What the day counts say: arrivals, closings and what was open, by day, week or topic; never the history.

A day without a row has nothing to tell. `office` None is all offices together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet, Sum

from cases.workload.models import DayCount
from cases.workload.rules import monday_of
from cases.workload.rules.days import Figures
from helpdesk.accounts.models import Office


def last_counted() -> date | None:
    """The last day that has a row; None when nothing was counted yet."""
    last: date | None = DayCount.objects.aggregate(last=Max("day"))["last"]
    return last


def _rows(office: Office | int | None, since: date, until: date) -> QuerySet[Any]:
    rows = DayCount.objects.filter(day__gte=since, day__lte=until)
    return rows if office is None else rows.filter(office=office)


def figures_by_topic(
    office: Office | int | None, *, since: date, until: date
) -> dict[int | None, dict[date, Figures]]:
    """By id of the topic (None: no topic yet), its days with a row; one query for all topics.

    Topics stand for themselves here: whoever wants a family of topics adds them up.
    """
    sums = _rows(office, since, until).values_list("topic_id", "day")
    sums = sums.annotate(came=Sum("arrivals"), went=Sum("closings"), still=Sum("open")).order_by()
    found: dict[int | None, dict[date, Figures]] = {}
    for topic, day, came, went, still in sums:
        found.setdefault(topic, {})[day] = Figures(came, went, still)
    return found


def by_week(days: Mapping[date, Figures]) -> dict[date, Figures]:
    """Days, in their order, added up to weeks."""
    weeks: dict[date, Figures] = {}
    for day, figures in days.items():
        week = weeks.get(monday_of(day), Figures())
        weeks[monday_of(day)] = Figures(
            week.arrivals + figures.arrivals, week.closings + figures.closings, figures.open
        )
    return weeks


@dataclass(frozen=True)
class OfficeDays:
    """The days of one office that have a row, in their order."""

    name: str
    days: dict[date, Figures]

    def came_since(self, day: date) -> int:
        return sum(figures.arrivals for on, figures in self.days.items() if on > day)

    def open_on(self, day: date) -> int:
        return self.days.get(day, Figures()).open


def by_office(*, since: date, until: date) -> dict[int, OfficeDays]:
    """By id of the office; one query for all offices."""
    sums = _rows(None, since, until).values_list("office", "office__name", "day")
    sums = sums.annotate(came=Sum("arrivals"), went=Sum("closings"), still=Sum("open"))
    found: dict[int, OfficeDays] = {}
    for office, name, day, came, went, still in sums.order_by("office__name", "day"):
        found.setdefault(office, OfficeDays(name, {})).days[day] = Figures(came, went, still)
    return found
