"""The words of time in five languages (data/times.json), by sound, and amounts of days in a text. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from cases.triage.rules.sounds import sound
from helpdesk.text.normalise import words

_DATA = json.loads((Path(__file__).parent / "data" / "times.json").read_text("utf-8"))
DAYS = {"day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365, "half_year": 180}
HALF = "half"


class Words:
    """A set of words and beginnings of words, heard rather than spelled."""

    def __init__(self, spelled: Iterable[str]) -> None:
        parts = [part for part in spelled if words(part)]
        self.exact = {sound(words(part)[0]) for part in parts if not part.endswith("*")}
        self.begins = tuple({sound(words(part)[0]) for part in parts if part.endswith("*")})

    def __contains__(self, heard: object) -> bool:
        return isinstance(heard, str) and (heard in self.exact or heard.startswith(self.begins or ("\0",)))


@lru_cache(maxsize=1)
def numbers() -> dict[str, float]:
    known: dict[str, float] = {
        sound(words(word)[0]): float(number)
        for number, spelled in _DATA["numbers"].items()
        for word in spelled.split()
    }
    return known | {sound(words(word)[0]): 1.5 for word in _DATA["half_more"].split()}


@lru_cache(maxsize=1)
def units() -> dict[str, str]:
    return {
        sound(words(word)[0]): unit for unit, spelled in _DATA["units"].items() for word in spelled.split()
    }


@lru_cache(maxsize=32)
def named(name: str) -> Words:
    """One of the plain lists of the data file."""
    return Words(_DATA[name].split())


@lru_cache(maxsize=1)
def near_days() -> tuple[tuple[int, Words], ...]:
    return tuple((int(days), Words(spelled.split())) for days, spelled in _DATA["tomorrow"].items())


@lru_cache(maxsize=1)
def weekdays() -> tuple[Words, ...]:
    return tuple(Words(spelled.split()) for spelled in _DATA["weekdays"])


@lru_cache(maxsize=1)
def months() -> tuple[Words, ...]:
    return tuple(Words(spelled.split()) for spelled in _DATA["months"])


@dataclass(frozen=True)
class Amount:
    """So many days, told by the words from `start` to before `end`."""

    days: int
    start: int
    end: int
    unit: str
    is_bare: bool = False  # "a week" without a number


def amounts(heard: Sequence[str]) -> list[Amount]:
    """Every stretch that tells a length of time."""
    found = []
    for place, word in enumerate(heard):
        unit = units().get(word)
        if unit is None:
            continue
        number, start = _number_before(heard, place)
        if number is None and place + 1 < len(heard):
            number = _turned(heard, place, unit)
        if number is None and unit in ("day", "hour"):
            continue
        size = (number if number is not None else 1.0) * _length(unit)
        found.append(Amount(int(size), start, place + 1, unit, number is None))
    return found


def _turned(heard: Sequence[str], place: int, unit: str) -> float | None:
    """ "Days ten", "for days ten", as people say when they are not sure."""
    skip = 1 + (heard[place + 1] in _FOR and place + 2 < len(heard))
    after = value_of(heard[place + skip])
    beside = place + 2 < len(heard) and heard[place + 2] in units()
    return (
        after if after is not None and after > 1 and unit in ("day", "week", "month") and not beside else None
    )


def _length(unit: str) -> float:
    return 1 / 24 if unit == "hour" else DAYS[unit]


def _number_before(heard: Sequence[str], place: int) -> tuple[float | None, int]:
    """The number right before a unit, "two and a half" too, and where it begins."""
    for back in (3, 4) if place and heard[place - 1] in _HALVES else ():  # "two and a half": one word more
        if place >= back and (first := value_of(heard[place - back])) is not None:
            return first + 0.5, place - back
    for back in (1, 2):  # one word may stand between: "14 calendar days"
        if place >= back and (value := value_of(heard[place - back])) is not None:
            tens = value_of(heard[place - back - 1]) if place > back else None
            if tens is not None and tens >= 20 and tens % 10 == 0 and 0 < value < 10:
                return tens + value, place - back - 1
            return value, place - back
    return None, place


_FOR = {sound(word) for word in ("на", "na")}
_HALVES = {sound(word) for word in ("половиной", "паловай", "половиною", "polovinoj", "pol", "half", "puse")}


def value_of(heard: str) -> float | None:
    if heard.isdigit():
        return float(heard) if len(heard) <= 3 else None
    return numbers().get(heard)
