"""One function for each figure of the dashboard: windows and partial indexes, no scan of the history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import (
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    FloatField,
    Func,
    Min,
    Q,
    QuerySet,
)
from django.db.models.functions import Extract, TruncWeek
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.models import HelpRequest
from cases.requests.queries import topic_names
from cases.requests.workflow import Status, Turn
from cases.volunteering.models import Claim, Task
from cases.volunteering.workflow import ClaimState
from cases.workload.rules import ANSWER_WITHIN_DAYS, last_weeks
from helpdesk.accounts.models import User
from helpdesk.ui.charts import Chart
from helpdesk.ui.dates import day_and_month


class Percentile(Func):
    """PERCENTILE_CONT over a column, by PostgreSQL itself."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    contains_aggregate = True
    output_field = FloatField()


@dataclass(frozen=True)
class Line:
    """One row of a table: what, how many open, how many new this week, how many overdue, since when."""

    name: str
    open: int
    new: int
    overdue: int
    oldest: datetime | None
    link: str = ""


@dataclass(frozen=True)
class Dashboard:
    """Everything on the coordinator's page."""

    now: Line
    unassigned: int
    waiting_claims: int
    ring_back: int
    answered_count: int
    median_hours: float | None
    slow_hours: float | None  # nine of ten first answers came within this
    topics: list[Line]
    people: list[Line]
    flow: Chart
    topic_chart: Chart


def overdue() -> Q:
    """Our turn for too long for its urgency, or a deadline that has passed."""
    now = timezone.now()
    late = Q(deadline_on__lt=timezone.localdate())
    for urgency, days in ANSWER_WITHIN_DAYS.items():
        limit = now - timedelta(days=days) if days else now - timedelta(hours=4)
        late |= Q(urgency=urgency, turn_since__lt=limit)
    return Q(turn=Turn.US.value) & late


def _counts(week_ago: datetime) -> dict[str, Any]:
    return {
        "open_count": Count("pk"),
        "new_count": Count("pk", filter=Q(received_at__gte=week_ago)),
        "overdue_count": Count("pk", filter=overdue()),
        "oldest": Min("received_at"),
    }


def _open(user: User) -> QuerySet[HelpRequest]:
    return HelpRequest.objects.known_to(user).filter(office_id=user.office_id or 0).open()


def dashboard(user: User) -> Dashboard:
    """The figures of the user's office, at this moment."""
    week_ago = timezone.now() - timedelta(days=7)
    topics = by_topic(user, week_ago)
    totals = _open(user).aggregate(
        **_counts(week_ago),
        unassigned=Count("pk", filter=Q(assigned_to=None)),
        ring_back=Count("pk", filter=Q(ring_back=True, turn=Turn.US.value)),
    )
    first = first_answers(user)
    return Dashboard(
        now=Line("", totals["open_count"], totals["new_count"], totals["overdue_count"], totals["oldest"]),
        unassigned=totals["unassigned"],
        waiting_claims=Claim.objects.filter(
            state=ClaimState.REQUESTED.value,
            task__in=Task.objects.known_to(user).filter(office_id=user.office_id or 0),
        ).count(),
        ring_back=totals["ring_back"],
        answered_count=first["count"],
        median_hours=first["median"],
        slow_hours=first["slow"],
        topics=topics,
        people=by_person(user, week_ago),
        flow=flow_chart(user),
        topic_chart=Chart(
            title=_("Open requests by topic"),
            labels=[line.name for line in topics[:8]],
            series={_("open"): [line.open for line in topics[:8]]},
        ),
    )


def by_topic(user: User, week_ago: datetime) -> list[Line]:
    """Open requests by topic, the fullest first."""
    lines = _lines(_open(user), "topic__slug", "topic__slug", week_ago)
    names = {topic.slug: topic.name for topic in topic_names()}  # in the reader's language; a column has one
    return [replace(line, name=names.get(line.name, line.name) or _("no topic yet")) for line in lines]


def by_person(user: User, week_ago: datetime) -> list[Line]:
    """Open requests by the person they are assigned to, the most loaded first."""
    return _lines(_open(user).exclude(assigned_to=None), "assigned_to__name", "assigned_to", week_ago)


def _lines(rows: QuerySet[HelpRequest], name: str, key: str, week_ago: datetime) -> list[Line]:
    counted: Any = rows.values(name, key).annotate(**_counts(week_ago))
    return [
        Line(
            row[name] or "",
            row["open_count"],
            row["new_count"],
            row["overdue_count"],
            row["oldest"],
            str(row[key] or ""),
        )
        for row in counted.order_by("-open_count", key)
    ]


def first_answers(user: User) -> dict[str, Any]:
    """Hours from arrival to first answer over the last twelve weeks: median, ninth decile, how many."""
    since = _start_of(last_weeks(timezone.localdate())[0])
    took = ExpressionWrapper(F("first_answered_at") - F("received_at"), output_field=DurationField())
    found = (
        HelpRequest.objects.known_to(user)
        .filter(office_id=user.office_id or 0, received_at__gte=since, first_answered_at__isnull=False)
        .annotate(took=Extract(took, "epoch"))
        .aggregate(
            count=Count("pk"),
            median=Percentile("took", fraction="0.5"),
            slow=Percentile("took", fraction="0.9"),
        )
    )
    return {
        "count": found["count"],
        "median": _hours(found["median"]),
        "slow": _hours(found["slow"]),
    }


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(max(float(seconds), 0.0) / 3600, 1)


def flow_chart(user: User) -> Chart:
    """How many came and how many were closed in each of the last twelve weeks."""
    weeks = last_weeks(timezone.localdate())
    since = _start_of(weeks[0])
    mine = HelpRequest.objects.known_to(user).filter(office_id=user.office_id or 0)
    came = _by_week(mine.filter(received_at__gte=since), "received_at")
    went = _by_week(mine.filter(closed_at__gte=since, status=Status.CLOSED.value), "closed_at")
    return Chart(
        title=_("Came and closed, by week"),
        labels=[day_and_month(week) for week in weeks],
        series={
            _("came"): [came.get(week, 0) for week in weeks],
            _("closed"): [went.get(week, 0) for week in weeks],
        },
    )


def _by_week(rows: QuerySet[HelpRequest], column: str) -> dict[date, int]:
    found = rows.annotate(week=TruncWeek(column)).values("week").annotate(count=Count("pk")).order_by()
    return {timezone.localtime(row["week"]).date(): row["count"] for row in found}


def _start_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min)).astimezone(UTC)
