"""Which languages and kinds of help were asked for, where and when, and nobody is there for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Demand:
    """So many tasks of the last weeks in one city, at one time, asked for one thing."""

    city: str
    time: str  # weekday, evening, weekend; empty: any time
    what: str  # a language or a kind of help
    tasks: int


@dataclass(frozen=True)
class Supply:
    """What one volunteer offers. Whoever named no times or no kinds did not rule any out."""

    cities: frozenset[str]
    times: frozenset[str]
    languages: frozenset[str]
    skills: frozenset[str]

    def is_there(self, demand: Demand) -> bool:
        return demand.city in self.cities and (not demand.time or not self.times or demand.time in self.times)


@dataclass
class Gap:
    """Demand with how many people are there for it; a gap when nobody is."""

    demand: Demand
    people: int = 0
    whole_city: int = field(default=0)  # people for it in this city at whatever time


def gaps(demands: Iterable[Demand], supply: list[Supply], *, by: str) -> list[Gap]:
    """Every demand with its people, the emptiest first; `by` is "languages" or "skills"."""
    found = []
    for demand in demands:
        offering = [one for one in supply if _offers(one, demand, by)]
        here = [one for one in offering if one.is_there(demand)]
        anywhen = [one for one in offering if demand.city in one.cities]
        found.append(Gap(demand, len(here), len(anywhen)))
    return sorted(found, key=lambda gap: (gap.people, -gap.demand.tasks, gap.demand.city, gap.demand.what))


def _offers(one: Supply, demand: Demand, by: str) -> bool:
    if by == "languages":
        return demand.what in one.languages
    return not one.skills or demand.what in one.skills
