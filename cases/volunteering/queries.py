"""Reads of the volunteers' room: the board, one task, a volunteer's own page, and who there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.utils import timezone

from cases.rest.rules import OFFERED_PAUSES, Piece, burden_of_week
from cases.volunteering.models import Break, Claim, Task, VolunteerProfile
from cases.volunteering.permissions import can_read_brief
from cases.volunteering.rules import POINTS, Fit, Wish, fit, weight_of
from cases.volunteering.workflow import LIVE_CLAIM, ClaimState, TaskStatus
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import reveal_page
from helpdesk.sealing.reasons import Reason

LOOK_BACK_DAYS = 60  # how far back a row of heavy work is followed
OFFER_DAYS = 3  # how long after heavy work a pause is offered
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
    fit: Fit


def board(user: User, filters: dict[str, str]) -> list[BoardCard]:
    """Open tasks for this user, those that fit best first, at most MOST_CARDS."""
    tasks = Task.objects.visible_to(user).open().filter(closes_on__gte=timezone.localdate())
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
    best = tasks.annotate(points=_points(wish)).order_by("-points", "on_date", "made_at", "id")
    return [_card(task, wish) for task in best[:MOST_CARDS]]


def _wish_of(user: User) -> Wish:
    profile = VolunteerProfile.objects.filter(pk=user.pk).first()
    return Wish(profile.languages, profile.cities, profile.skills) if profile else Wish((), (), ())


def _points(wish: Wish) -> Any:
    """The points of rules.fit, reckoned by the database, so that the best hundred of all are shown."""
    fits = {
        "language": Q(languages__overlap=list(wish.languages)),
        "city": Q(city__in=[city for city in wish.cities if city]),
        "skill": Q(kind__in=list(wish.skills)),
    }
    total: Any = Value(0)
    for reason, condition in fits.items():
        case = Case(When(condition, then=POINTS[reason]), default=0, output_field=IntegerField())
        total = total + case
    return total


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
        fit=fit(wish, languages=task.languages, city=task.city, kind=task.kind),
    )


def board_cities(user: User) -> list[str]:
    """The cities that stand on open cards, for the filter."""
    named = Task.objects.visible_to(user).open().exclude(city="")
    return sorted(set(named.values_list("city", flat=True)))


@dataclass
class ClaimLine:
    """One claim in a task's history, with its report for those who may read the brief."""

    claim: Claim
    report: str = ""


@dataclass
class TaskView:
    """One task's page."""

    task: Task
    history: list[ClaimLine]
    mine: Claim | None
    may_read: bool
    brief: str = ""
    exact_place: str = ""

    @property
    def live(self) -> Claim | None:
        """The claim that waits for a yes, or has got it."""
        states = {state.value for state in LIVE_CLAIM}
        return next((line.claim for line in self.history if line.claim.state in states), None)


def task_view(task: Task, *, by: User) -> TaskView:
    """The card for everybody who sees the task; the brief, logged, for those who may read it."""
    claims = Claim.objects.filter(task=task).select_related("volunteer").order_by("-claimed_at")
    view = TaskView(task, [ClaimLine(claim) for claim in claims], None, may_read=False)
    if view.live is not None and view.live.volunteer_id == by.pk:
        view.mine = view.live
    view.may_read = can_read_brief(by, task, view.mine)
    if view.may_read:
        _open_words(view, by=by)
    return view


def _open_words(view: TaskView, *, by: User) -> None:
    """The brief; reports of volunteers only for the desk, and the place the day before (safety.md 4)."""
    task = view.task
    reported = [line for line in view.history if line.claim.report] if view.mine is None else []
    for line in reported:
        line.claim.task = task
    parts = [(task, ["brief", "exact_place"]), *((line.claim, ["report"]) for line in reported)]
    words, *reports = reveal_page(parts, by=by, reason=Reason.TASK, subject=task)
    view.brief = words["brief"]
    soon = task.on_date is None or task.on_date <= timezone.localdate() + timedelta(days=1)
    view.exact_place = words["exact_place"] if soon or view.mine is None else ""
    for line, opened in zip(reported, reports, strict=True):
        line.report = opened["report"]


def my_claims(user: User) -> list[Claim]:
    """A volunteer's tasks: what she holds first, then the last ones that ended."""
    claims: QuerySet[Claim] = Claim.objects.filter(
        volunteer=user, task__in=Task.objects.known_to(user)
    ).select_related("task")
    return list(claims.order_by(F("ended_at").desc(nulls_first=True), "-claimed_at")[:40])


def hours_since(user: User, days: int) -> float:
    """Hours reported in the last `days` days."""
    since = timezone.now() - timedelta(days=days)
    done = Claim.objects.filter(volunteer=user, ended_at__gte=since).aggregate(sum=Sum("hours_spent"))
    return float(done["sum"] or 0)


def pieces_of(user: User, today: date) -> list[Piece]:
    """What she has done in the last weeks and what she holds, as pieces with day, hours and weight."""
    lately = Q(state=ClaimState.DONE.value, ended_at__gte=timezone.now() - timedelta(days=LOOK_BACK_DAYS))
    held = Q(state__in=[state.value for state in LIVE_CLAIM])
    claims = Claim.objects.filter(lately | held, volunteer=user).select_related("task")
    return [_piece(claim, today) for claim in claims]


def _piece(claim: Claim, today: date) -> Piece:
    """A task without a day counts today while it is held: it may be done any hour."""
    weight = weight_of(claim.task.kind, claim.task.tier)
    if claim.state == ClaimState.DONE.value and claim.ended_at:
        return Piece(timezone.localdate(claim.ended_at), claim.hours_spent or Decimal(0), weight)
    return Piece(claim.task.on_date or today, Decimal(claim.task.hours), weight)


def wanted_piece(task: Task, today: date) -> Piece:
    """What this task would add."""
    return Piece(task.on_date or today, Decimal(task.hours), weight_of(task.kind, task.tier))


def burden_this_week(user: User) -> Decimal:
    """Weighted hours of this week, done and held."""
    today = timezone.localdate()
    return burden_of_week(pieces_of(user, today), today)


def offered_pauses(user: User) -> tuple[int, ...]:
    """Days of rest to offer: after heavy work of the last days, unless a break lies ahead."""
    today = timezone.localdate()
    since = timezone.now() - timedelta(days=OFFER_DAYS)
    last = Claim.objects.filter(volunteer=user, state=ClaimState.DONE.value, ended_at__gte=since)
    latest = last.select_related("task").order_by("-ended_at").first()
    if latest is None or not _piece(latest, today).is_heavy:
        return ()
    return () if Break.objects.filter(profile_id=user.pk, to_on__gte=today).exists() else OFFERED_PAUSES


def claims_within(rest: Break) -> QuerySet[Claim]:
    """Live claims that fall into this break: tasks of a day within it, and dateless ones once it runs."""
    falls = Q(task__on_date__range=(rest.from_on, rest.to_on))
    if rest.from_on <= timezone.localdate() <= rest.to_on:
        falls |= Q(task__on_date=None)
    claims: QuerySet[Claim] = Claim.objects.filter(
        falls, volunteer_id=rest.profile_id, state__in=[state.value for state in LIVE_CLAIM]
    )
    return claims.select_related("task").order_by("task")


def waiting_claims(user: User) -> QuerySet[Claim]:
    """Claims of the user's office that wait for a yes."""
    claims: QuerySet[Claim] = Claim.objects.filter(
        state=ClaimState.REQUESTED.value, task__in=Task.objects.known_to(user).filter(office=user.office_id)
    )
    return claims.select_related("task", "volunteer").order_by("claimed_at")


def office_tasks(user: User) -> QuerySet[Task]:
    """Tasks that are under way in the user's office."""
    live = Claim.objects.filter(state__in=[state.value for state in LIVE_CLAIM]).select_related("volunteer")
    tasks: QuerySet[Task] = Task.objects.visible_to(user).filter(
        status=TaskStatus.TAKEN.value, office=user.office_id
    )
    return tasks.prefetch_related(Prefetch("claims", queryset=live, to_attr="live_claims")).order_by(
        "made_at"
    )


def volunteers(user: User) -> QuerySet[VolunteerProfile]:
    """The office's volunteers with how many tasks they hold and whether they rest."""
    today = timezone.localdate()
    resting = Break.objects.filter(profile=OuterRef("pk"), from_on__lte=today, to_on__gte=today)
    live = Q(user__claims__state__in=[state.value for state in LIVE_CLAIM])
    profiles: QuerySet[VolunteerProfile] = VolunteerProfile.objects.filter(user__office=user.office_id)
    return (
        profiles.select_related("user")
        .annotate(live_count=Count("user__claims", filter=live), rests=Exists(resting))
        .order_by("user__name")
    )
