"""Reads of the volunteers' room: the board, one task, a volunteer's own page, and who there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from cases.volunteering.models import Break, Claim, Task, VolunteerProfile
from cases.volunteering.permissions import can_read_brief
from cases.volunteering.rules import Fit, Wish, fit
from cases.volunteering.workflow import LIVE_CLAIM, ClaimState, TaskStatus
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason

MOST_CARDS = 100  # what one board page shows; filters narrow it down


@dataclass(frozen=True)
class BoardCard:
    """A task as the board shows it: this list of fields is the whole of what may be seen before a claim."""

    id: Any
    code: str
    kind: str
    languages: list[str]
    country: str
    city: str
    district: str
    on_date: Any
    part_of_day: str
    hours: int
    tier: int
    fit: Fit


def board(user: User, filters: dict[str, str]) -> list[BoardCard]:
    """Open tasks for this user, those that fit best first, at most MOST_CARDS."""
    tasks = Task.objects.visible_to(user).open().select_related(None)
    if user.has_role(Role.VOLUNTEER):
        tasks = tasks.filter(closes_on__gte=timezone.localdate())
    if filters.get("kind"):
        tasks = tasks.filter(kind=filters["kind"])
    if filters.get("language"):
        tasks = tasks.filter(languages__contains=[filters["language"]])
    if filters.get("city"):
        tasks = tasks.filter(city=filters["city"])
    if filters.get("part_of_day"):
        tasks = tasks.filter(part_of_day__in=[filters["part_of_day"], "any"])
    if filters.get("weekday"):
        tasks = tasks.filter(on_date__iso_week_day=int(filters["weekday"]))
    wish = _wish_of(user)
    cards = [_card(task, wish) for task in tasks.order_by("on_date", "made_at", "id")[:MOST_CARDS]]
    return sorted(cards, key=lambda card: -card.fit.points)  # stable: the date decides among equals


def _wish_of(user: User) -> Wish:
    profile = VolunteerProfile.objects.filter(pk=user.pk).first()
    return Wish(profile.languages, profile.cities, profile.skills) if profile else Wish((), (), ())


def _card(task: Task, wish: Wish) -> BoardCard:
    return BoardCard(
        id=task.pk,
        code=task.code,
        kind=task.get_kind_display(),
        languages=task.languages,
        country=task.get_country_display(),
        city=task.city,
        district=task.district,
        on_date=task.on_date,
        part_of_day=task.get_part_of_day_display(),
        hours=task.hours,
        tier=task.tier,
        fit=fit(wish, languages=task.languages, city=task.city, kind=task.kind),
    )


def board_cities(user: User) -> list[str]:
    """The cities that stand on open cards, for the filter."""
    named = Task.objects.visible_to(user).open().exclude(city="")
    return sorted(set(named.values_list("city", flat=True)))


@dataclass
class TaskView:
    """One task's page."""

    task: Task
    claims: list[Claim]
    mine: Claim | None
    brief: str = ""
    exact_place: str = ""
    may_read: bool = False

    @property
    def waiting(self) -> Claim | None:
        """The claim that waits for a yes."""
        return next((claim for claim in self.claims if claim.state == ClaimState.REQUESTED.value), None)


def task_view(task: Task, *, by: User) -> TaskView:
    """The card for everybody who sees the task; the brief, logged, for those who may read it."""
    claims = list(Claim.objects.filter(task=task).select_related("volunteer").order_by("-claimed_at"))
    live = {state.value for state in LIVE_CLAIM}
    mine = next((claim for claim in claims if claim.volunteer_id == by.pk and claim.state in live), None)
    view = TaskView(task, claims, mine, may_read=can_read_brief(by, task, mine))
    if view.may_read:
        words = reveal_one(task, ["brief", "exact_place"], by=by, reason=Reason.TASK)
        view.brief = words["brief"]
        # A volunteer learns the exact place the day before, not earlier (safety.md 4).
        soon = task.on_date is None or task.on_date <= timezone.localdate() + timedelta(days=1)
        view.exact_place = words["exact_place"] if soon or mine is None else ""
    return view


def my_claims(user: User) -> QuerySet[Claim]:
    """A volunteer's tasks, live ones first."""
    return Claim.objects.filter(volunteer=user).select_related("task").order_by("-claimed_at")[:40]  # type: ignore[return-value]


def hours_since(user: User, days: int) -> float:
    """Hours reported in the last `days` days."""
    since = timezone.now() - timedelta(days=days)
    done = Claim.objects.filter(volunteer=user, ended_at__gte=since).aggregate(sum=Sum("hours_spent"))
    return float(done["sum"] or 0)


def waiting_claims(user: User) -> QuerySet[Claim]:
    """Claims of the user's office that wait for a yes."""
    return (
        Claim.objects.filter(state=ClaimState.REQUESTED.value, task__office_id=user.office_id)
        .select_related("task", "volunteer__volunteer_profile")
        .order_by("claimed_at")
    )


def office_tasks(user: User) -> QuerySet[Task]:
    """Tasks that are under way in the user's office."""
    going = [TaskStatus.CLAIMED.value, TaskStatus.TAKEN.value]
    live = Claim.objects.filter(state__in=[state.value for state in LIVE_CLAIM]).select_related("volunteer")
    return (
        Task.objects.visible_to(user)
        .filter(status__in=going)
        .prefetch_related(Prefetch("claims", queryset=live, to_attr="live_claims"))
        .order_by("made_at")
    )


def volunteers(user: User) -> QuerySet[VolunteerProfile]:
    """The office's volunteers with how many tasks they hold and whether they rest."""
    today = timezone.localdate()
    resting = Break.objects.filter(profile=OuterRef("pk"), from_on__lte=today, to_on__gte=today)
    live = Q(user__claims__state__in=[state.value for state in LIVE_CLAIM])
    return (
        VolunteerProfile.objects.filter(user__office_id=user.office_id)
        .select_related("user")
        .annotate(live_count=Count("user__claims", filter=live), rests=Exists(resting))
        .order_by("user__name")
    )
