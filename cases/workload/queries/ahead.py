"""What the weeks to come may bring to one office: forecast, capacity, and what a change would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.core.cache import cache
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.models import HelpRequest
from cases.requests.queries import topic_names
from cases.requests.workflow import SEALED_OFF, Status
from cases.workload.queries.days import figures_by_topic
from cases.workload.queries.live import midnight
from cases.workload.queries.times import KEEP_SECONDS
from cases.workload.rules import monday_of
from cases.workload.rules.days import Figures
from cases.workload.rules.forecast import (
    HORIZON,
    LOOK_BACK,
    Change,
    Flow,
    Range,
    arrivals_ahead,
    backlog_ahead,
    day_shares,
    level_of,
    week_weight,
)
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.ui.charts import Chart
from helpdesk.ui.dates import day_and_month
from knowledge.articles.models import Topic

WEEKS_DRAWN = 8
CAPACITY_WEEKS = 8  # how far back is looked for what one person closes in a week
WORKERS = (Role.LAWYER, Role.OPERATOR)


@dataclass(frozen=True)
class Wish:
    """What if: this topic is paused, so many more lawyers and operators."""

    topic: Topic | None = None
    lawyers: int = 0
    operators: int = 0

    @property
    def is_empty(self) -> bool:
        return self.topic is None and not self.lawyers and not self.operators


@dataclass(frozen=True)
class Pace:
    """What one person of a role closes in a week, and from how many people that is known."""

    role: Role
    people: int
    a_week: float


@dataclass(frozen=True)
class Ahead:
    """Everything on the page; no ranges when too few weeks are known."""

    weeks_known: int
    backlog: int = 0
    mondays: list[date] = field(default_factory=list)
    arrivals: list[Range] = field(default_factory=list)
    as_now: list[Range] = field(default_factory=list)
    changed: list[Range] = field(default_factory=list)
    on_the_list: int = 0  # who would join the waiting list of the paused topic in these weeks
    paces: list[Pace] = field(default_factory=list)
    unknown: list[Role] = field(default_factory=list)  # asked for more of these, and nobody's pace is known
    arrivals_chart: Chart | None = None
    backlog_chart: Chart | None = None


@dataclass(frozen=True)
class Soon:
    """What the dashboard shows of it, without words: kept for an office, whatever language is read."""

    mondays: list[date]
    came: list[int]
    arrivals: list[Range]


def soon(user: User, today: date | None = None) -> Ahead:
    """The expected arrivals of the user's office, at most an hour old."""
    if user.office is None:
        return Ahead(weeks_known=0)
    this = monday_of(today or timezone.localdate())
    known: Soon | None = cache.get(_name(user.office, this))
    kept = keep_soon(user.office, today) if known is None else known
    if not kept.arrivals:
        return Ahead(weeks_known=len(kept.mondays))
    chart = _arrivals_chart(kept.came, kept.mondays, _weeks_from(this), kept.arrivals)
    return Ahead(weeks_known=len(kept.mondays), arrivals=kept.arrivals, arrivals_chart=chart)


def keep_soon(office: Office, today: date | None = None) -> Soon:
    """Reckons the expected arrivals anew and keeps them. One query, of the day counts."""
    this = monday_of(today or timezone.localdate())
    together = _together(_days(office.pk, this))
    mondays = _whole_weeks(together, this)
    found = Soon([], [], [])
    if mondays:
        flow = _flow(together, mondays, this, office.country)
        found = Soon(mondays, list(flow.came), arrivals_ahead(flow))
    cache.set(_name(office, this), found, KEEP_SECONDS)
    return found


def _name(office: Office, this: date) -> str:
    return f"workload:soon:{office.pk}:{this}"


def _days(office: int, this: date) -> dict[int | None, dict[date, Figures]]:
    return figures_by_topic(office, since=this - timedelta(weeks=LOOK_BACK), until=this + timedelta(days=6))


def _weeks_from(this: date) -> list[date]:
    return [this + timedelta(weeks=step) for step in range(HORIZON)]


def ahead(user: User, wish: Wish, today: date | None = None) -> Ahead:
    """The forecast for the user's office. Four queries; the day counts, never the history."""
    this = monday_of(today or timezone.localdate())
    office = user.office_id or 0
    days = _days(office, this)
    together = _together(days)
    mondays = _whole_weeks(together, this)
    if user.office is None or not mondays:
        return Ahead(weeks_known=0)
    flow = _flow(together, mondays, this, user.office.country)
    arrivals = arrivals_ahead(flow)
    backlog = _open_at(together, this - timedelta(days=1))
    if not arrivals:
        return Ahead(weeks_known=len(mondays), backlog=backlog)
    paces = paces_of(office, this)
    share = _share(wish.topic, days, mondays, flow)
    change = Change(share, _more(wish, paces))
    ahead_of = _weeks_from(this)
    as_now = backlog_ahead(flow, backlog)
    changed = [] if wish.is_empty else backlog_ahead(flow, backlog, change)
    return Ahead(
        weeks_known=len(mondays),
        backlog=backlog,
        mondays=ahead_of,
        arrivals=arrivals,
        as_now=as_now,
        changed=changed,
        on_the_list=round(sum(one.middle for one in arrivals) * share),
        paces=paces,
        unknown=_unknown(wish, paces),
        arrivals_chart=_arrivals_chart(flow.came, mondays, ahead_of, arrivals),
        backlog_chart=_backlog_chart(ahead_of, as_now, changed, backlog),
    )


def _together(days: dict[int | None, dict[date, Figures]]) -> dict[date, Figures]:
    found: dict[date, Figures] = {}
    for topic_days in days.values():
        for day, figures in topic_days.items():
            known = found.get(day, Figures())
            found[day] = Figures(*(one + other for one, other in zip(known, figures, strict=True)))
    return found


def _whole_weeks(days: dict[date, Figures], this: date) -> list[date]:
    """The Mondays of the weeks behind this one, from the first that is known from its Monday on."""
    if not days:
        return []
    first = min(days)
    start = first if first.weekday() == 0 else monday_of(first) + timedelta(weeks=1)
    return [start + timedelta(weeks=step) for step in range(max(0, (this - start).days // 7))]


def _week(days: dict[date, Figures], monday: date) -> Figures:
    week = [days.get(monday + timedelta(days=step), Figures()) for step in range(7)]
    return Figures(sum(one.arrivals for one in week), sum(one.closings for one in week), week[-1].open)


def _flow(days: dict[date, Figures], mondays: list[date], this: date, country: str) -> Flow:
    weeks = [_week(days, monday) for monday in mondays]
    every = (mondays[0] + timedelta(days=step) for step in range(7 * len(mondays)))
    shares = day_shares({day: days.get(day, Figures()).arrivals for day in every})
    return Flow(
        came=[week.arrivals for week in weeks],
        closed=[week.closings for week in weeks],
        weights=[week_weight(monday, shares, country) for monday in mondays],
        ahead=[week_weight(monday, shares, country) for monday in _weeks_from(this)],
    )


def _open_at(days: dict[date, Figures], day: date) -> int:
    return days.get(day, Figures()).open


def _share(
    topic: Topic | None, days: dict[int | None, dict[date, Figures]], mondays: list[date], flow: Flow
) -> float:
    """What part of the arrivals is about this topic and those below it."""
    if topic is None:
        return 0.0
    family = {topic.pk, *(one.pk for one in topic_names() if one.parent_id == topic.pk)}
    theirs = _together({key: found for key, found in days.items() if key in family})
    level = level_of([_week(theirs, monday).arrivals for monday in mondays])
    return min(1.0, level / max(level_of(list(flow.came)), 1.0))


def paces_of(office: int, this: date) -> list[Pace]:
    """What the people who closed requests of late closed in a week, by role. One query."""
    since = midnight(this - timedelta(weeks=CAPACITY_WEEKS))
    closed = HelpRequest.objects.filter(
        office=office,
        status=Status.CLOSED.value,
        closed_at__gte=since,
        closed_at__lt=midnight(this),
        sensitivity__lt=SEALED_OFF,
    )
    live = Q(assigned_to__role_grants__confirmed_at__isnull=False, assigned_to__role_grants__revoked_at=None)
    rows = closed.filter(live, assigned_to__role_grants__role__in=[role.value for role in WORKERS])
    sums = rows.values_list("assigned_to__role_grants__role").annotate(
        people=Count("assigned_to", distinct=True), number=Count("pk", distinct=True)
    )
    known = {role: (people, number) for role, people, number in sums.order_by()}
    return [
        Pace(role, people, number / people / CAPACITY_WEEKS)
        for role in WORKERS
        for people, number in [known.get(role.value, (0, 0))]
        if people
    ]


def _unknown(wish: Wish, paces: list[Pace]) -> list[Role]:
    asked = {Role.LAWYER: wish.lawyers, Role.OPERATOR: wish.operators}
    known = {pace.role for pace in paces}
    return [role for role, number in asked.items() if number and role not in known]


def _more(wish: Wish, paces: list[Pace]) -> float:
    known = {pace.role: pace.a_week for pace in paces}
    return wish.lawyers * known.get(Role.LAWYER, 0.0) + wish.operators * known.get(Role.OPERATOR, 0.0)


def _arrivals_chart(
    came: Sequence[int], mondays: list[date], ahead_of: list[date], arrivals: list[Range]
) -> Chart:
    drawn = mondays[-WEEKS_DRAWN:]
    empty: list[float | None] = [None] * len(drawn)
    return Chart(
        title=_("Requests by week: what came, and what is expected"),
        labels=[day_and_month(monday) for monday in [*drawn, *ahead_of]],
        series={
            _("came"): [*came[-len(drawn) :], *[None] * len(ahead_of)],
            _("expected"): [*empty, *(one.middle for one in arrivals)],
            _("at least"): [*empty, *(one.low for one in arrivals)],
            _("at most"): [*empty, *(one.high for one in arrivals)],
        },
        description=_("Eight of ten weeks should lie between “at least” and “at most”."),
    )


def _backlog_chart(ahead_of: list[date], as_now: list[Range], changed: list[Range], backlog: int) -> Chart:
    series: dict[str, list[float | None]] = {
        _("as now"): [backlog, *(one.middle for one in as_now)],
        _("at least"): [backlog, *(one.low for one in as_now)],
        _("at most"): [backlog, *(one.high for one in as_now)],
    }
    if changed:
        series[_("with this change")] = [backlog, *(one.middle for one in changed)]
    ends = [monday + timedelta(days=6) for monday in ahead_of]
    return Chart(
        title=_("Open requests at the end of each week"),
        labels=[day_and_month(day) for day in [ahead_of[0] - timedelta(days=1), *ends]],
        series=series,
    )
