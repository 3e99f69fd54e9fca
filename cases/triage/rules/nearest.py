"""The packaged lessons that a text is most like, and what they are about. Pure.

Where the linear models of `school.py` add up what each word says, the nearest lessons are heard as wholes: a
rare way of telling a common thing. Likeness is the cosine of features, the rare ones louder.
"""

from __future__ import annotations

import heapq
import json
import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cases.triage.rules.lexicon import DATA
from cases.triage.rules.school import FEWEST, LEAST_KNOWN, Lesson

LESSONS = "lessons"
FILE = DATA / "school-lessons.jsonl"
NEAREST = 50


Holders = tuple[float, Sequence[int]]  # the weight of a feature, and the numbers of the lessons that have it


def _length(known: Iterable[Holders]) -> float:
    return math.sqrt(sum(weight**2 for weight, _ in known))


@dataclass(frozen=True)
class Lessons:
    """The lessons by what stands in them."""

    about: Sequence[tuple[Sequence[str], Sequence[str]]]  # (topic, matter or ""), (flags and danger)
    features: Mapping[str, Holders]
    lengths: Sequence[float]

    def nearest(self, features: Iterable[str]) -> list[tuple[int, float]]:
        """The most alike lessons, each with its likeness from 0 to 1."""
        return self._nearest(self._known(features))

    def _known(self, features: Iterable[str]) -> list[Holders]:
        return [self.features[name] for name in sorted(features) if name in self.features]

    def _nearest(self, known: Sequence[Holders]) -> list[tuple[int, float]]:
        length = _length(known) or 1.0
        totals = [0.0] * len(self.about)
        for weight, holders in known:
            square = weight**2
            for number in holders:
                totals[number] += square
        alike = (
            (total / (length * self.lengths[number]), number) for number, total in enumerate(totals) if total
        )
        return [(number, share) for share, number in heapq.nlargest(NEAREST, alike)]

    def votes(self, features: Iterable[str]) -> Votes:
        """What the nearest lessons are about; nothing where none is alike. Few words mark little."""
        known = self._known(features)
        surely = min(_length(known) / LEAST_KNOWN, 1.0)
        topics, matters, marks = (defaultdict[str, float](float) for _ in range(3))
        for number, share in self._nearest(known):
            (topic, matter), told = self.about[number]
            topics[topic] += share**2
            matters[matter] += share**2
            for mark in told:
                marks[mark] += surely * share**2
        of_all = sum(topics.values())
        matters.pop("", None)
        return Votes(_shares(topics, of_all), _shares(matters, sum(matters.values())), _shares(marks, of_all))


@dataclass(frozen=True)
class Votes:
    """Shares of the nearest lessons by likeness: topics and matters sum to one, marks may stand together."""

    topics: Mapping[str, float]
    matters: Mapping[str, float]
    marks: Mapping[str, float]


def _shares(votes: Mapping[str, float], total: float) -> dict[str, float]:
    return {name: vote / total for name, vote in sorted(votes.items())}


def packed(told: Sequence[tuple[Mapping[str, Any], Lesson]], made_from: str) -> Iterator[str]:
    """The lines of the file: names of features, then for each lesson what it is about and their numbers."""
    seen = Counter(name for _, lesson in told for name in lesson.features)
    names = sorted(name for name, count in seen.items() if count >= FEWEST)
    number = {name: place for place, name in enumerate(names)}
    yield _json({"made_from": made_from, "features": names})
    for line, lesson in told:
        row = sorted(number[name] for name in lesson.features if name in number)
        yield _json([line["topic"], line.get("matter", ""), sorted(lesson.marks), row])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def unpacked(lines: Iterable[str]) -> Lessons:
    """Line by line, so that no more is ever in memory than what stays there."""
    rest = iter(lines)
    names: Sequence[str] = json.loads(next(rest))["features"]
    holders = [array("H") for _ in names]
    about: list[tuple[Sequence[str], Sequence[str]]] = []
    kept: dict[tuple[str, ...], tuple[str, ...]] = {}  # equal ones are one object
    for place, line in enumerate(rest):
        topic, matter, marks, row = json.loads(line)
        told, is_about = tuple(marks), (topic, matter)
        about.append((kept.setdefault(is_about, is_about), kept.setdefault(told, told)))
        for number in row:
            holders[number].append(place)
    return _weighed(names, holders, about)


def _weighed(
    names: Sequence[str],
    holders: Sequence[Sequence[int]],
    about: Sequence[tuple[Sequence[str], Sequence[str]]],
) -> Lessons:
    weights = [1 + math.log((1 + len(about)) / (1 + len(held))) for held in holders]
    squares = array("d", bytes(8 * len(about)))
    for weight, held in zip(weights, holders, strict=True):
        for place in held:
            squares[place] += weight**2
    return Lessons(
        about,
        {name: (weight, held) for name, weight, held in zip(names, weights, holders, strict=True)},
        array("d", (math.sqrt(square) or 1.0 for square in squares)),
    )


@lru_cache(maxsize=1)
def lessons() -> Lessons:
    with FILE.open(encoding="utf-8") as lines:
        return unpacked(lines)
