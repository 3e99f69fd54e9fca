"""What is asked about rest: days and nights of work, live signals, the sums of the check-in."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Case, IntegerField, Q, Sum, Value, When
from django.utils import timezone

from cases.requests.models import HelpRequest
from cases.requests.workflow import Status, Turn
from cases.rest.models import CheckTally, CoordinatorWord, LimitPassed, RestSignal, WorkLimit
from cases.rest.rules import (
    FEWEST_VOICES,
    HEAVY_FLAGS,
    NEAR_LIMIT,
    RESTING_WEIGHT,
    URGENCY_WEIGHT,
    is_night,
    week_start,
)
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.queries import minutes_of_work

LOOK_BACK_DAYS = 14
WEEKS_SHOWN = 12
MOST_PASSED = 20


@dataclass(frozen=True)
class Traces:
    """Days and nights with any work at the desk, and in how many hours of each day there was some."""

    days: frozenset[date] = frozenset()
    nights: frozenset[date] = frozenset()
    hours: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Voices:
    """One week of the check-in: how heavy and how rested on average (1 to 5), from how many."""

    week: date
    voices: int
    heavy: float
    rested: float


def traces(today: date) -> dict[str, Traces]:
    """By id of a person: the last two weeks as the access log tells them; nothing else is kept."""
    hours: dict[str, set[tuple[date, int]]] = defaultdict(set)
    for actor, moment in minutes_of_work(timezone.now() - timedelta(days=LOOK_BACK_DAYS)):
        local = timezone.localtime(moment)
        hours[actor].add((local.date(), local.hour))
    return {actor: traces_of(found) for actor, found in hours.items()}


def traces_of(worked: Collection[tuple[date, int]]) -> Traces:
    """From local days and hours in which there was work."""
    return Traces(
        frozenset(day for day, _hour in worked),
        frozenset(day for day, hour in worked if is_night(hour)),
        Counter(day for day, _hour in set(worked)),
    )


def my_traces(moments: Iterable[datetime]) -> Traces:
    """Of one person, from the minutes of her own log."""
    local = (timezone.localtime(moment) for moment in moments)
    return traces_of({(moment.date(), moment.hour) for moment in local})


def my_signals(user: User) -> list[RestSignal]:
    """What she should know about herself now."""
    return list(RestSignal.objects.filter(user=user).live())


def passed_on(user: User) -> list[RestSignal]:
    """Signals of her office that persons knew of for some days and that are still there."""
    signals = RestSignal.objects.visible_to(user).live().filter(passed_on__isnull=False)
    return list(signals.exclude(user=user).select_related("user"))


def live_word(user: User) -> CoordinatorWord | None:
    """A yes that was not used yet; held, so that two claims cannot both use it."""
    words = CoordinatorWord.objects.filter(user=user, used_at=None, until_on__gte=timezone.localdate())
    word: CoordinatorWord | None = words.select_for_update(of=("self",)).order_by("given_at").first()
    return word


def weeks_of_office(office_id: int) -> list[Voices]:
    """The weeks that have ended with five voices or more, newest first.

    A week that runs is not shown, however many spoke: whoever looked twice would see the last answer.
    """
    this = week_start(timezone.localdate())
    rows = CheckTally.objects.filter(
        office=office_id, week__lt=this, week__gte=this - timedelta(weeks=WEEKS_SHOWN)
    )
    sums: dict[date, dict[str, list[int]]] = defaultdict(lambda: {"heavy": [0, 0], "rested": [0, 0]})
    for row in rows.values("week", "question", "value").annotate(all=Sum("voices")):
        pair = sums[row["week"]][row["question"]]
        pair[0] += row["all"]
        pair[1] += row["all"] * row["value"]
    return [_voices(week, sums[week]) for week in sorted(sums, reverse=True) if _is_enough(sums[week])]


def _is_enough(sums: dict[str, list[int]]) -> bool:
    return min(voices for voices, _total in sums.values()) >= FEWEST_VOICES


def _voices(week: date, sums: dict[str, list[int]]) -> Voices:
    """Averages to the half: with five voices a finer one could tell what one person said."""
    heavy, rested = (round(total / voices * 2) / 2 for voices, total in (sums["heavy"], sums["rested"]))
    return Voices(week, sums["heavy"][0], heavy, rested)


# The rule `weight_of` in the database's words.
WEIGHT = Case(
    When(~Q(turn=Turn.US.value) | Q(status=Status.IN_CASE.value), then=Value(RESTING_WEIGHT)),
    *(When(urgency=urgency, then=Value(weight)) for urgency, weight in URGENCY_WEIGHT.items()),
    default=Value(URGENCY_WEIGHT["normal"]),
    output_field=IntegerField(),
)


def open_weight(user: User) -> int:
    """What she carries now, all of it: for the limit, and for her own eyes."""
    rows = HelpRequest.objects.filter(assigned_to=user).open()
    return rows.aggregate(weight=Sum(WEIGHT))["weight"] or 0


def limit_of(user: User) -> WorkLimit | None:
    return WorkLimit.objects.filter(user=user).first()


def would_be_too_much(user: User, adding: int) -> bool:
    """Whether so much more weight would be over her limit: a reason is asked then."""
    limit = limit_of(user)
    most = limit.most_weight if limit is not None else None
    return most is not None and open_weight(user) + adding > most


def is_near_limit(user: User) -> bool:
    """Whether a page should say that little room is left."""
    limit = limit_of(user)
    if limit is None or limit.most_weight is None:
        return False
    return open_weight(user) >= limit.most_weight * NEAR_LIMIT


def staff_of(office_id: int) -> list[User]:
    """Colleagues of an office who have requests of their own, with their limits; one query."""
    people = User.objects.filter(
        office_id=office_id,
        is_active=True,
        frozen_at=None,
        role_grants__role__in=[Role.OPERATOR.value, Role.LAWYER.value],
        role_grants__confirmed_at__isnull=False,
        role_grants__revoked_at=None,
    )
    return list(people.distinct().select_related("work_limit").order_by("name", "pk"))


def heavy_held() -> dict[str, int]:
    """By id of a person: how many open requests of heavy matters she has."""
    rows = HelpRequest.objects.open().exclude(assigned_to=None)
    found: dict[str, int] = defaultdict(int)
    for owner, flags in rows.filter(flags__overlap=sorted(HEAVY_FLAGS)).values_list("assigned_to", "flags"):
        found[str(owner)] += bool(HEAVY_FLAGS.intersection(flags))
    return found


@dataclass(frozen=True)
class Carried:
    """What a coordinator knows that a colleague carries, beside her limit."""

    user: User
    weight: int
    most_weight: int | None

    @property
    def is_over(self) -> bool:
        return self.most_weight is not None and self.weight > self.most_weight


def carried_by(user: User) -> list[Carried]:
    """Colleagues of her office, the heaviest first, without what is sealed off from her. Two queries."""
    rows = HelpRequest.objects.known_to(user).open().exclude(assigned_to=None)
    weights = dict(rows.values_list("assigned_to").annotate(weight=Sum(WEIGHT)).order_by())
    return carried(staff_of(user.office_id or 0), weights)


def carried(people: list[User], weights: Mapping[UUID, int]) -> list[Carried]:
    """These people with their weights and limits, the heaviest first."""
    found = []
    for person in people:
        limit: WorkLimit | None = getattr(person, "work_limit", None)
        found.append(Carried(person, weights.get(person.pk, 0), limit.most_weight if limit else None))
    return sorted(found, key=lambda one: (-one.weight, one.user.name))


def limits_passed(user: User) -> list[LimitPassed]:
    """The last times that somebody of her office was given more than the limit."""
    rows = LimitPassed.objects.filter(user__office_id=user.office_id or 0).select_related("user", "by")
    return list(rows[:MOST_PASSED])
