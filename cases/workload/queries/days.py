"""What the day counts say: arrivals, closings and what was open, by day, week or topic; never the history.

A topic includes the topics below it. Days without a row count zero. `office` None is all offices together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum

from cases.workload.models import DayCount
from cases.workload.rules import monday_of
from cases.workload.rules.days import Figures, days_between
from helpdesk.accounts.models import Office
from knowledge.articles.models import Topic


def last_counted() -> date | None:
    """The last day that has a row; None when nothing was counted yet."""
    last: date | None = DayCount.objects.aggregate(last=Max("day"))["last"]
    return last


def _rows(
    office: Office | int | None, topic: Topic | None, country: str | None, since: date, until: date
) -> QuerySet[Any]:
    rows = DayCount.objects.filter(day__gte=since, day__lte=until)
    if office is not None:
        rows = rows.filter(office=office)
    if topic is not None:
        rows = rows.filter(Q(topic=topic) | Q(topic__parent=topic))
    return rows.filter(country=country) if country else rows


def figures_by_day(
    office: Office | int | None,
    *,
    topic: Topic | None = None,
    country: str | None = None,
    since: date,
    until: date,
) -> dict[date, Figures]:
    """Every day from `since` to `until`, both included: what came, was closed, was open at its end."""
    sums = _rows(office, topic, country, since, until).values_list("day")
    sums = sums.annotate(came=Sum("arrivals"), went=Sum("closings"), still=Sum("open")).order_by()
    found = {day: Figures(came, went, still) for day, came, went, still in sums}
    return {day: found.get(day, Figures()) for day in days_between(since, until)}


def arrivals_by_day(
    office: Office | int | None,
    topic: Topic | None = None,
    country: str | None = None,
    *,
    since: date,
    until: date,
) -> dict[date, int]:
    """How many came on each day."""
    days = figures_by_day(office, topic=topic, country=country, since=since, until=until)
    return {day: figures.arrivals for day, figures in days.items()}


def closings_by_day(
    office: Office | int | None,
    topic: Topic | None = None,
    country: str | None = None,
    *,
    since: date,
    until: date,
) -> dict[date, int]:
    """How many were closed on each day."""
    days = figures_by_day(office, topic=topic, country=country, since=since, until=until)
    return {day: figures.closings for day, figures in days.items()}


def open_by_day(
    office: Office | int | None,
    topic: Topic | None = None,
    country: str | None = None,
    *,
    since: date,
    until: date,
) -> dict[date, int]:
    """How many were open at the end of each day."""
    days = figures_by_day(office, topic=topic, country=country, since=since, until=until)
    return {day: figures.open for day, figures in days.items()}


def figures_by_topic(
    office: Office | int | None, *, country: str | None = None, since: date, until: date
) -> dict[int | None, dict[date, Figures]]:
    """By id of the topic (None: no topic yet), its days with a row; one query for all topics.

    Topics stand for themselves here: whoever wants a family of topics adds them up.
    """
    sums = _rows(office, None, country, since, until).values_list("topic_id", "day")
    sums = sums.annotate(came=Sum("arrivals"), went=Sum("closings"), still=Sum("open")).order_by()
    found: dict[int | None, dict[date, Figures]] = {}
    for topic, day, came, went, still in sums:
        found.setdefault(topic, {})[day] = Figures(came, went, still)
    return found


def flow_by_week(office: Office | int | None, *, since: date, until: date) -> dict[date, Figures]:
    """By Monday: what came and what was closed in the week, and what was open at its end (or by now)."""
    return by_week(figures_by_day(office, since=since, until=until))


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
    sums = _rows(None, None, None, since, until).values_list("office", "office__name", "day")
    sums = sums.annotate(came=Sum("arrivals"), went=Sum("closings"), still=Sum("open"))
    found: dict[int, OfficeDays] = {}
    for office, name, day, came, went, still in sums.order_by("office__name", "day"):
        found.setdefault(office, OfficeDays(name, {})).days[day] = Figures(came, went, still)
    return found
