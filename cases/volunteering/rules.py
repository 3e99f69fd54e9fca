"""Which tasks fit a volunteer and why; which places are big enough to be named on a card. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Smaller places would tell too much about the person: their tasks show only the country (safety.md 4).
BIG_CITIES: dict[str, tuple[str, ...]] = {
    "PL": (
        "Warszawa",
        "Kraków",
        "Wrocław",
        "Poznań",
        "Gdańsk",
        "Łódź",
        "Lublin",
        "Białystok",
        "Katowice",
        "Szczecin",
    ),
    "LT": ("Vilnius", "Kaunas", "Klaipėda"),
}


@dataclass(frozen=True)
class Wish:
    """What a volunteer offers."""

    languages: Sequence[str]
    cities: Sequence[str]
    skills: Sequence[str]


@dataclass(frozen=True)
class Fit:
    """How well a task fits: `points` for the order, `reasons` as words for the card."""

    points: int
    reasons: tuple[str, ...]


def shown_city(country: str, city: str) -> str:
    """The city as a card may show it: big ones by name, others not at all."""
    return city if city in BIG_CITIES.get(country, ()) else ""


def fit(wish: Wish, *, languages: Sequence[str], city: str, kind: str) -> Fit:
    """Language weighs most, because a helper who cannot speak with the person does not help."""
    reasons = []
    points = 0
    if set(languages) & set(wish.languages):
        reasons.append("language")
        points += 4
    if city and city in wish.cities:
        reasons.append("city")
        points += 2
    if kind in wish.skills:
        reasons.append("skill")
        points += 1
    return Fit(points, tuple(reasons))
