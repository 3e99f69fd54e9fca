"""Languages and kinds of help: what was asked for by city in two months, and who is there for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count
from django.db.models.functions import ExtractIsoWeekDay
from django.utils import timezone

from cases.joining.rules import Demand, Gap, Supply, gaps
from cases.requests.permissions import in_standing
from cases.volunteering.models import Break, Task, VolunteerProfile
from cases.volunteering.workflow import FreeTime, PartOfDay
from helpdesk.accounts.models import User

DEMAND_DAYS = 60


@dataclass(frozen=True)
class Coverage:
    """Two tables, the emptiest lines first, and how many people were counted."""

    languages: list[Gap]
    skills: list[Gap]
    people: int

    @property
    def missing(self) -> list[Gap]:
        """Lines with nobody: these are said as sentences."""
        return [gap for gap in self.languages if gap.people == 0]

    @property
    def missing_skills(self) -> list[Gap]:
        return [gap for gap in self.skills if gap.people == 0]


def coverage_of(user: User) -> Coverage:
    """For the office of this user. Vetted people only; whoever rests today is not there. Two queries."""
    languages, skills = _demand(user.office_id or 0)
    supply = _supply(user.office_id or 0)
    return Coverage(gaps(languages, supply, by="languages"), gaps(skills, supply, by="skills"), len(supply))


def _demand(office: int) -> tuple[list[Demand], list[Demand]]:
    since = timezone.now() - timedelta(days=DEMAND_DAYS)
    rows = (
        Task.objects.filter(office=office, made_at__gte=since)
        .exclude(city="")
        .annotate(weekday=ExtractIsoWeekDay("on_date"))
        .order_by()
        .values_list("city", "languages", "kind", "weekday", "part_of_day")
        .annotate(tasks=Count("pk"))
    )
    languages: Counter[tuple[str, str, str]] = Counter()
    skills: Counter[tuple[str, str, str]] = Counter()
    for city, spoken, kind, weekday, part, tasks in rows:
        time = _time(weekday, part)
        skills[city, time, kind] += tasks
        for code in spoken:
            languages[city, time, code] += tasks
    return _demands(languages), _demands(skills)


def _demands(counted: Counter[tuple[str, str, str]]) -> list[Demand]:
    return [Demand(city, time, what, tasks) for (city, time, what), tasks in counted.items()]


def _time(weekday: int | None, part: str) -> str:
    """Without a day it may be done whenever somebody has time."""
    if weekday is None:
        return ""
    if weekday >= 6:
        return FreeTime.WEEKEND.value
    return FreeTime.EVENING.value if part == PartOfDay.EVENING.value else FreeTime.WEEKDAY.value


def _supply(office: int) -> list[Supply]:
    today = timezone.localdate()
    resting = Break.objects.filter(from_on__lte=today, to_on__gte=today).values("profile")
    people = VolunteerProfile.objects.filter(in_standing(1), user__office=office).exclude(pk__in=resting)
    return [
        Supply(
            frozenset(one.cities), frozenset(one.free_times), frozenset(one.languages), frozenset(one.skills)
        )
        for one in people
    ]
