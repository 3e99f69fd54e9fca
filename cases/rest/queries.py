"""What is asked about rest: days and nights of work, live signals, the sums of the check-in."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Sum
from django.utils import timezone

from cases.rest.models import CheckTally, CoordinatorWord, RestSignal
from cases.rest.rules import FEWEST_VOICES, is_night, week_start
from helpdesk.accounts.models import User
from helpdesk.audit.queries import minutes_of_work

LOOK_BACK_DAYS = 14
WEEKS_SHOWN = 12


@dataclass(frozen=True)
class Traces:
    """Days and nights with any work at the desk."""

    days: frozenset[date]
    nights: frozenset[date]


@dataclass(frozen=True)
class Voices:
    """One week of the check-in: how heavy and how rested on average (1 to 5), from how many."""

    week: date
    voices: int
    heavy: float
    rested: float


def traces(today: date) -> dict[str, Traces]:
    """By id of a person: the last two weeks as the access log tells them; nothing else is kept."""
    days: dict[str, set[date]] = defaultdict(set)
    nights: dict[str, set[date]] = defaultdict(set)
    for actor, moment in minutes_of_work(timezone.now() - timedelta(days=LOOK_BACK_DAYS)):
        local = timezone.localtime(moment)
        days[actor].add(local.date())
        if is_night(local.hour):
            nights[actor].add(local.date())
    return {actor: Traces(frozenset(found), frozenset(nights[actor])) for actor, found in days.items()}


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
