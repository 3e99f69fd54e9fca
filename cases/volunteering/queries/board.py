"""The board: which cards somebody sees, in which order, and why they fit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from cases.volunteering.models import Claim, Task, VolunteerProfile
from cases.volunteering.queries.load import LIVE
from cases.volunteering.rules import PARTS, POINTS, Fit, Wish, fit, slots_of
from cases.volunteering.workflow import TaskStatus
from helpdesk.accounts.models import User

MOST_CARDS = 100  # what one board page shows; filters narrow it down


@dataclass(frozen=True)
class BoardCard:
    """A task as the board shows it: this list of fields is the whole of what may be seen before a claim."""

    id: UUID
    code: str
    kind: str
    languages: tuple[str, ...]
    country: str
    city: str
    district: str
    weekday: str  # the date itself stays at the desk
    part_of_day: str
    hours: int
    tier: int
    is_asked: bool  # somebody has asked for it: one may wait in line
    fit: Fit


def board(user: User, filters: dict[str, Any]) -> list[BoardCard]:
    """Tasks of the board for this user: free ones first, then those that fit best, at most MOST_CARDS."""
    wish = wish_of(VolunteerProfile.objects.filter(pk=user.pk).first())
    tasks = _filtered(_shown_to(user), filters)
    if filters.get("mine"):
        tasks = tasks.filter(_in_free_time(wish))
    best = tasks.annotate(points=_points(wish)).order_by("-status", "-points", "on_date", "made_at", "id")
    return [_card(task, wish) for task in best[:MOST_CARDS]]


def _shown_to(user: User) -> Any:
    """What is on the board and not in her own hands already."""
    held = Claim.objects.filter(volunteer=user, state__in=LIVE).values("task")
    tasks = Task.objects.visible_to(user).on_board().filter(closes_on__gte=timezone.localdate())
    return tasks.exclude(pk__in=held)


def _filtered(tasks: Any, filters: dict[str, Any]) -> Any:
    for name in ("kind", "city", "district"):
        if filters.get(name):
            tasks = tasks.filter(**{name: filters[name]})
    if filters.get("language"):
        tasks = tasks.filter(languages__contains=[filters["language"]])
    if filters.get("part_of_day"):
        tasks = tasks.filter(part_of_day__in=[filters["part_of_day"], "any"])
    if filters.get("weekday"):
        tasks = tasks.filter(on_date__iso_week_day=int(filters["weekday"]))
    return tasks


def wish_of(profile: VolunteerProfile | None) -> Wish:
    if profile is None:
        return Wish((), (), ())
    slots = slots_of(profile.free_slots, profile.free_times)
    return Wish(profile.languages, profile.cities, profile.skills, slots)


def _at_her_hours(wish: Wish) -> Q:
    """Tasks of a day that fall into her free hours."""
    days = sorted({day for day, _part in wish.slots})
    found = Q(on_date__iso_week_day__in=days, part_of_day="any") if days else Q(pk__in=[])
    for part in PARTS:
        its_days = sorted(day for day, one in wish.slots if one == part)
        if its_days:
            found |= Q(on_date__iso_week_day__in=its_days, part_of_day=part)
    return found


def _in_free_time(wish: Wish) -> Q:
    """The same, and tasks without a day whose part of the day suits her."""
    parts = sorted({part for _day, part in wish.slots} | {"any"})
    return _at_her_hours(wish) | Q(on_date=None, part_of_day__in=parts)


def _points(wish: Wish) -> Any:
    """The points of rules.fit, reckoned by the database, so that the best hundred of all are shown."""
    fits = {
        "language": Q(languages__overlap=list(wish.languages)),
        "city": Q(city__in=[city for city in wish.cities if city]),
        "time": _at_her_hours(wish),
        "skill": Q(kind__in=list(wish.skills)),
    }
    total: Any = Value(0)
    for reason, condition in fits.items():
        case = Case(When(condition, then=POINTS[reason]), default=0, output_field=IntegerField())
        total = total + case
    return total


def fit_of(task: Task, wish: Wish) -> Fit:
    weekday = task.on_date.isoweekday() if task.on_date else None
    return fit(
        wish,
        languages=task.languages,
        city=task.city,
        kind=task.kind,
        weekday=weekday,
        part_of_day=task.part_of_day,
    )


def _card(task: Task, wish: Wish) -> BoardCard:
    return BoardCard(
        id=task.pk,
        code=task.code,
        kind=task.get_kind_display(),
        languages=tuple(task.languages),
        country=task.get_country_display(),
        city=task.city,
        district=task.district,
        weekday=task.weekday,
        part_of_day=task.get_part_of_day_display(),
        hours=task.hours,
        tier=task.tier,
        is_asked=task.status == TaskStatus.CLAIMED.value,
        fit=fit_of(task, wish),
    )


def board_places(user: User) -> list[tuple[str, str]]:
    """City and district of every card, for the filters."""
    named = Task.objects.visible_to(user).on_board().exclude(city="")
    return sorted(named.order_by().values_list("city", "district").distinct())
