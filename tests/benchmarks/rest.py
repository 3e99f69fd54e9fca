"""A year of the board with and without the rules of rest: overload, waiting, work done, fairness.

`python -m tests.benchmarks.rest`. 120 volunteers of whom 35 are active, 110 requests a week, as at the centre
in Warsaw; 40 of 100 requests become a task (assumed). Assumed too: how often each looks at the board and how
hard it is to say no, drawn once for each person from a log-normal, so that a few would do most of the work;
kinds and hours of tasks as in the templates of the board. Both runs get the same people and the same tasks;
the rules are the ones of the product (`cases.rest.rules`), not a copy. A task takes more or less than was
planned. A task that nobody has taken for a day is offered to three people a day: without the rules to
anybody whom it fits, with them to those who have room. Whoever is overloaded in two weeks of three stays
away for four weeks in both runs alike (`--no-burnout` leaves that out). A week is overloaded, in both runs
alike, when somebody worked a quarter more hours by the clock than she wanted, or seven days in a row, or a
third heavy task in a row.
"""

from __future__ import annotations

import argparse
import random
import statistics
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import django

django.setup()

from cases.rest.rules import OFFERED_PAUSES, Piece, heavy_in_a_row, longest_row, stop_for, week_start  # noqa: E402
from cases.volunteering.rules import TEMPLATES, Wish, fit, weight_of  # noqa: E402
from cases.volunteering.workflow import LIMIT_BY_TIER  # noqa: E402

START = date(2026, 1, 5)
WEEKS = 52
VOLUNTEERS, ACTIVE, REQUESTS_A_WEEK, SHARE_OF_TASKS = 120, 35, 110, 0.40
# how often a kind comes up: housing first, as the volunteers of 2024-2025 told
SHARES = {
    "accompany": 22,
    "interpret": 14,
    "phone_call": 14,
    "enrolment": 10,
    "housing": 20,
    "translation": 10,
    "errand": 6,
    "leaflets": 4,
}
OPEN_DAYS = 28  # then a task leaves the board
OVER = Decimal("1.25")
OFFERS = 3  # people who are told of a task that waits, each day
LANGUAGES = (("be", "pl"), ("ru", "pl"), ("be", "lt"), ("ru", "lt"))


@dataclass
class Person:
    """A volunteer: what she offers, how often she looks, how much she would take."""

    wish: Wish
    cap: int
    eagerness: float
    says_yes_to_rest: float
    pieces: list[Piece] = field(default_factory=list)
    held: list[tuple[date, Piece]] = field(default_factory=list)
    away_until: date = START
    overloads: list[date] = field(default_factory=list)


@dataclass
class Job:
    """A task on the board."""

    kind: str
    hours: int
    tier: int
    languages: tuple[str, str]
    city: str
    made_on: date
    taken_on: date | None = None


@dataclass
class Year:
    """What came of it."""

    overload_weeks: int
    weeks_worked: int
    done: int
    expired: int
    median_wait: float
    late_wait: float
    gini: float
    hours: Decimal


def people(luck: random.Random) -> list[Person]:
    """120, of whom 35 look at the board often enough to count as active."""
    found = []
    for number in range(VOLUNTEERS):
        lithuanian = luck.random() < 0.3
        local = "lt" if lithuanian else "pl"
        languages = ("be", "ru", local) if luck.random() < 0.7 else ("be", "ru")
        city = "Vilnius" if lithuanian else luck.choice(["Warszawa", "Warszawa", "Białystok"])
        wish = Wish(languages, (city,), luck.sample(sorted(SHARES), 4))
        scale = 0.55 if number < ACTIVE else 0.03
        eagerness = min(1.0, scale * luck.lognormvariate(0, 0.8))
        cap = luck.choice([3, 4, 4, 5, 6, 8, 10])
        found.append(Person(wish, cap, eagerness, luck.uniform(0.2, 0.8)))
    return found


def jobs_of(day: date, luck: random.Random) -> Iterator[Job]:
    """A day's new tasks."""
    count = sum(luck.random() < SHARE_OF_TASKS for _ in range(round(luck.gauss(REQUESTS_A_WEEK / 7, 3))))
    templates = {one.kind: one for one in TEMPLATES}
    for kind in luck.choices(list(SHARES), weights=list(SHARES.values()), k=max(count, 0)):
        languages = luck.choices(LANGUAGES, weights=(4, 3, 2, 1))[0]
        city = "Vilnius" if "lt" in languages else luck.choice(["Warszawa", "Warszawa", "Białystok"])
        yield Job(kind, templates[kind].hours, templates[kind].tier, languages, city, day)


def may_take(person: Person, job: Job, day: date, *, rules: bool) -> bool:
    """The limits of the board, which always hold; and the rules of rest."""
    if len(person.held) >= LIMIT_BY_TIER[2] or day < person.away_until:
        return False
    if not set(job.languages) & set(person.wish.languages) or job.city not in person.wish.cities:
        return False
    wanted = Piece(day, Decimal(job.hours), weight_of(job.kind, job.tier))
    carried = [*person.pieces[-40:], *(piece for _until, piece in person.held)]
    return not rules or stop_for(carried, wanted, cap=person.cap, has_word=False) is None


def look(person: Person, board: list[Job], day: date, luck: random.Random, *, rules: bool) -> None:
    """One look at the board: the best fitting tasks first, until she has enough or says no."""
    for job in sorted(board, key=lambda one: (-_points(person, one), one.made_on)):
        if luck.random() > person.eagerness or not may_take(person, job, day, rules=rules):
            continue
        take(person, job, board, day, luck)


def offer(everybody: list[Person], board: list[Job], day: date, luck: random.Random, *, rules: bool) -> None:
    """Three people hear of each task that waits; who is told looks more willingly than who only passes by."""
    for job in [one for one in board if (day - one.made_on).days >= 1]:
        able = [one for one in everybody if may_take(one, job, day, rules=rules)]
        told = luck.sample(able, min(OFFERS, len(able)))
        for person in sorted(told, key=lambda one: -_points(one, job)):
            if luck.random() < min(0.6, 0.05 + person.eagerness / 2):
                take(person, job, board, day, luck)
                break


def _points(person: Person, job: Job) -> int:
    return fit(person.wish, languages=job.languages, city=job.city, kind=job.kind).points


def take(person: Person, job: Job, board: list[Job], day: date, luck: random.Random) -> None:
    job.taken_on = day
    piece = Piece(day, Decimal(job.hours), weight_of(job.kind, job.tier))
    person.held.append((day + timedelta(days=luck.randint(0, 3)), piece))
    board.remove(job)


def finish(person: Person, day: date, luck: random.Random, *, rules: bool) -> None:
    """Tasks end; after a heavy one a pause is offered, and some say yes."""
    for until, piece in list(person.held):
        if until <= day:
            person.held.remove((until, piece))
            took = piece.hours * Decimal(str(round(luck.lognormvariate(0, 0.25), 2)))
            person.pieces.append(Piece(day, took, piece.weight))
            if rules and piece.is_heavy and luck.random() < person.says_yes_to_rest:
                rest = luck.choice(OFFERED_PAUSES)
                person.away_until = max(person.away_until, day + timedelta(days=rest))


def is_overloaded(person: Person, sunday: date) -> bool:
    """A quarter more hours by the clock than wanted, seven days in a row, or a third heavy task in a row."""
    lately = person.pieces[-20:]
    week = [piece for piece in lately if piece.on >= week_start(sunday)]
    third = any(piece.is_heavy for piece in week) and heavy_in_a_row(lately, sunday) > 2
    clock = sum((piece.hours for piece in week), Decimal(0))
    return clock > OVER * person.cap or longest_row({piece.on for piece in lately}, sunday) >= 7 or third


def a_year(seed: int, *, rules: bool, burnout: bool) -> Year:
    """The same people and tasks for the same seed; choices differ only where the rules differ."""
    everybody, tasks = people(random.Random(seed)), random.Random(seed + 1000)
    luck = random.Random(seed + 2000)
    board: list[Job] = []
    everything: list[Job] = []
    expired = worked = 0
    for number in range(WEEKS * 7):
        day = START + timedelta(days=number)
        new = list(jobs_of(day, tasks))
        board += new
        everything += new
        old = [job for job in board if (day - job.made_on).days >= OPEN_DAYS]
        expired += len(old)
        board = [job for job in board if (day - job.made_on).days < OPEN_DAYS]
        for person in luck.sample(everybody, len(everybody)):
            finish(person, day, luck, rules=rules)
            if day >= person.away_until and luck.random() < person.eagerness:
                look(person, board, day, luck, rules=rules)
        offer(everybody, board, day, luck, rules=rules)
        if day.weekday() == 6:
            worked += end_of_week(everybody, day, burnout=burnout)
    return result(everybody, everything, expired, worked)


def end_of_week(everybody: list[Person], sunday: date, *, burnout: bool) -> int:
    """Counts overload; two such weeks of three and she stays away for four. Returns who worked at all."""
    worked = 0
    for person in everybody:
        worked += any(piece.on >= week_start(sunday) for piece in person.pieces[-20:])
        if is_overloaded(person, sunday):
            person.overloads.append(sunday)
            lately = [one for one in person.overloads if (sunday - one).days < 21]
            if burnout and len(lately) >= 2:
                person.away_until = max(person.away_until, sunday + timedelta(days=28))
    return worked


def result(everybody: list[Person], everything: list[Job], expired: int, worked: int) -> Year:
    waits = [(job.taken_on - job.made_on).days for job in everything if job.taken_on]
    hours = sorted(float(sum((piece.hours for piece in one.pieces), Decimal(0))) for one in everybody)
    busy = [one for one in hours if one > 0]
    return Year(
        overload_weeks=sum(len(person.overloads) for person in everybody),
        weeks_worked=worked,
        done=len(waits),
        expired=expired,
        median_wait=statistics.median(waits),
        late_wait=statistics.quantiles(waits, n=10)[-1],
        gini=gini(busy),
        hours=Decimal(sum(hours)),
    )


def gini(sizes: list[float]) -> float:
    """0: all carry the same; 1: one carries everything."""
    ordered, total = sorted(sizes), sum(sizes)
    return sum((2 * place - len(ordered) - 1) * size for place, size in enumerate(ordered, 1)) / (
        len(ordered) * total
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--no-burnout", action="store_true")
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    sums: dict[bool, list[Year]] = defaultdict(list)
    for seed in range(1, options.seeds + 1):
        for rules in (False, True):
            sums[rules].append(a_year(seed, rules=rules, burnout=not options.no_burnout))
    print(
        f"{options.seeds} years, {'without' if options.no_burnout else 'with'} burn-out; averages of a year"
    )
    print("rules of rest | overload weeks | of weeks worked | done | expired | wait days p50 / p90 | Gini")
    for rules, years in sums.items():
        mean = {
            name: statistics.fmean(float(getattr(year, name)) for year in years) for name in vars(years[0])
        }
        print(
            f"{'with' if rules else 'without':13} | {mean['overload_weeks']:14.0f} | "
            f"{mean['weeks_worked']:15.0f} | {mean['done']:4.0f} | {mean['expired']:7.0f} | "
            f"{mean['median_wait']:8.1f} / {mean['late_wait']:4.1f}     | {mean['gini']:.3f}"
        )


if __name__ == "__main__":
    main()
