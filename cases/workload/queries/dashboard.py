"""The coordinator's page: what needs her, the load, speed, the flow of the weeks, the age of the backlog."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.rest.queries import carried, staff_of
from cases.triage.queries.pressing import THEM
from cases.triage.rules.pressing import band_end
from cases.workload.queries.backlog import (
    Behind,
    Line,
    backlog,
    behind,
    by_city,
    by_language,
    by_person,
    by_topic,
    moment,
)
from cases.workload.queries.days import OfficeDays, by_office, by_week
from cases.workload.queries.needs import Need, needs
from cases.workload.queries.times import Away, Times, kept_away, times
from cases.workload.rules import last_weeks, monday_of
from cases.workload.rules.days import Figures
from cases.workload.rules.load import Moment, Open, Tally, ages, coarse, tally
from helpdesk.accounts.models import Office, User
from helpdesk.ui.charts import Chart
from helpdesk.ui.dates import day_and_month

MOST_BARS = 8


@dataclass(frozen=True)
class OfficeLine:
    """One office; figures of others are coarse, None hides a small one."""

    name: str
    open: int | None
    came: int | None
    link: str = ""


@dataclass(frozen=True)
class Dashboard:
    """Everything on the coordinator's page."""

    now: Tally
    links: dict[str, str]
    needs: list[Need]
    times: Times
    times_links: dict[str, str]
    topics: list[Line]
    people: list[Line]
    cities: list[Line]
    languages: list[Line]
    offices: list[OfficeLine]
    flow: Chart
    age: Chart
    topic_chart: Chart

    @property
    def has_something(self) -> bool:
        """An office that has not begun has nothing to count."""
        return bool(self.now.open or self.times.first_answer.count or not self.flow.is_empty)


def dashboard(user: User) -> Dashboard | None:
    """The figures of the user's office, at this moment; None for somebody without an office."""
    if user.office is None:
        return None
    at, list_of, rows = moment(), behind(user.office), backlog(user)
    away, offices = kept_away(user), by_office(since=last_weeks(at.today)[0], until=at.today)
    all_of, topics = tally(rows, at), by_topic(rows, at, list_of)
    people = by_person(rows, at, list_of, carried(staff_of(user.office.pk), {}))
    return Dashboard(
        now=all_of,
        links=list_of.of(),
        needs=needs(user, rows, all_of, people, list_of),
        times=times(user, away.clients),
        times_links={
            "answered": list_of(status="any", pressing="answered"),
            "closed": list_of(status="any", pressing="closed"),
        },
        topics=topics,
        people=people,
        cities=by_city(rows, at, list_of),
        languages=by_language(rows, at, list_of),
        offices=_offices(user.office, all_of, list_of, offices, at.today),
        flow=flow_chart(user, at.today, offices, away),
        age=age_chart(rows, at, list_of),
        topic_chart=_topic_chart(topics[:MOST_BARS]),
    )


def _topic_chart(lines: list[Line]) -> Chart:
    return Chart(
        title=_("Open requests by topic"),
        labels=[line.name for line in lines],
        series={_("open"): [line.tally.open for line in lines]},
        links=[[line.links["open"] for line in lines]],
    )


def _offices(
    own: Office, all_of: Tally, list_of: Behind, offices: Mapping[int, OfficeDays], today: date
) -> list[OfficeLine]:
    """The own office exactly, with its list; the others from the day counts, and coarsely."""
    found = [OfficeLine(own.name, all_of.open, all_of.new, list_of())]
    for key, one in offices.items():
        if key != own.pk:
            came = one.came_since(today - timedelta(days=7))
            found.append(OfficeLine(one.name, coarse(one.open_on(today)), coarse(came)))
    return found


def age_chart(rows: list[Open], at: Moment, list_of: Behind) -> Chart:
    """How old the backlog is, and for whom it waits."""
    bands = ages(rows, at)
    return Chart(
        title=_("How long open requests have been here"),
        labels=[band_words(begin) for begin in bands],
        series={
            _("waits for us"): [ours for ours, _theirs in bands.values()],
            _("waits for others"): [theirs for _ours, theirs in bands.values()],
        },
        links=[
            [list_of(age=str(begin), turn="us") for begin in bands],
            [list_of(age=str(begin), turn=THEM) for begin in bands],
        ],
        unit=_("days since they came"),
    )


def band_words(begin: int) -> str:
    end = band_end(begin)
    return f"{begin}–{end}" if end else f"{begin}+"


def flow_chart(user: User, today: date, offices: Mapping[int, OfficeDays], away: Away) -> Chart:
    """How many came and how many were closed in each of the last twelve weeks, without who keeps her away."""
    weeks = last_weeks(today)
    own = offices.get(user.office_id or 0)
    flow = by_week(own.days) if own else {}
    came, went = (
        [monday_of(timezone.localdate(at)) for at in moments] for moments in (away.came, away.closed)
    )
    figures = [flow.get(week, Figures()) for week in weeks]
    return Chart(
        title=_("Came and closed, by week"),
        labels=[day_and_month(week) for week in weeks],
        series={
            _("came"): [
                max(one.arrivals - came.count(week), 0) for one, week in zip(figures, weeks, strict=True)
            ],
            _("closed"): [
                max(one.closings - went.count(week), 0) for one, week in zip(figures, weeks, strict=True)
            ],
        },
        links=[[_found(week) for week in weeks], [_found(week, day_of="closed") for week in weeks]],
    )


def _found(week: date, **more: str) -> str:
    days = {"since": week.isoformat(), "until": (week + timedelta(days=6)).isoformat()}
    return f"{reverse('triage:find')}?{urlencode({**days, **more})}"
