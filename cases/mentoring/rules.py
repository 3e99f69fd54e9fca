"""How well a mentor fits a household, and why. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    """How the two meet."""

    ANY = "any"
    IN_PERSON = "in_person"
    ONLINE = "online"


POINTS = {"language": 8, "city": 4, "family": 2, "woman": 2, "free": 1}


@dataclass(frozen=True)
class Offer:
    """What a mentor says of herself."""

    languages: Sequence[str]
    cities: Sequence[str]
    households_now: int
    most_households: int = 1
    with_children: bool = True
    is_woman: bool | None = None
    way: str = Way.ANY.value


@dataclass(frozen=True)
class Need:
    """What a household needs and wishes; one language for each adult."""

    languages: Sequence[str]
    city: str
    has_children: bool
    woman_only: bool = False
    way: str = Way.ANY.value


@dataclass(frozen=True)
class Match:
    """`obstacles` speak against it, `reasons` for it; the desk decides."""

    points: int
    reasons: tuple[str, ...]
    obstacles: tuple[str, ...]


def match(offer: Offer, need: Need) -> Match:
    """Wishes of either side that are not met are obstacles, never silently outweighed."""
    near = bool(need.city) and need.city in offer.cities
    met = {
        "language": bool(set(offer.languages) & set(need.languages)),
        "city": near,
        "family": need.has_children and offer.with_children,
        "woman": need.woman_only and offer.is_woman is True,
        "free": offer.households_now < offer.most_households,
    }
    against = {
        "language": not met["language"],
        "full": not met["free"],
        "no_children": need.has_children and not offer.with_children,
        "not_woman": need.woman_only and offer.is_woman is not True,
        "way": {offer.way, need.way} == {Way.ONLINE.value, Way.IN_PERSON.value},
        "far": need.way == Way.IN_PERSON.value and bool(need.city) and not near,
    }
    reasons = tuple(name for name, is_so in met.items() if is_so)
    obstacles = tuple(name for name, is_so in against.items() if is_so)
    points = sum(POINTS[name] for name in reasons) - 20 * len(obstacles)
    return Match(points, reasons, obstacles)
