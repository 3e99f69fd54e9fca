"""What triage knows on its first day from invented examples (data/lessons): weights of words. Pure.

A linear model (softmax for the topic, for the matter and for what a stretch of time means, a logistic line
for each flag and for danger) over the traits of a text and the first letters of its words. The lessons are
invented, so that no person's words are in it; whatever staff confirm comes on top, in `learner.py`. `train`
is the whole training, repeatable to the last digit.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from cases.triage.rules.features import Traits
from cases.triage.rules.lexicon import DATA

LESSONS = DATA / "lessons"
TOPICS, MATTERS, DAYS = "topics", "matters", "days"  # what is taught
EMERGENCY = "emergency"
FIRST_LETTERS = 5
SHORTEST = 3
FEWEST = 2  # lessons in which a feature must stand
FEWEST_OF_A_MATTER = 4
ROUNDS = {TOPICS: 30, MATTERS: 15, DAYS: 30}
PACE = {TOPICS: 3.0, MATTERS: 6.0, DAYS: 3.0}  # of the first round; falls to a tenth
# Errors under it are passed over. Of hundreds of matters most are never in question, and are not learnt of.
QUIET = {TOPICS: 0.001, MATTERS: 0.004, DAYS: 0.001}
KEEP = 3e-6  # how strongly weights are pulled to nothing at each step
SMALLEST = 0.25  # weights under it are left out
LEAST_KNOWN = 20.0  # a text of which less is known says less: one odd word decides nothing
BIAS = ""
BIAS_VALUE = 0.2

Name = TypeVar("Name", bound=Hashable)
Weights = dict[str, dict[str, float]]  # feature -> class -> weight


@dataclass(frozen=True)
class Lesson:
    """One invented example and what it is."""

    features: frozenset[str]
    topic: str  # "" where it says nothing of that
    marks: frozenset[str]  # flags, and EMERGENCY
    told: frozenset[str] | None = None  # the marks of which it says whether; None: of all


@dataclass(frozen=True)
class School:
    """What was learnt: how much a feature says at all, and for which topics and marks."""

    topics: Sequence[str] = ()
    marks: Sequence[str] = ()
    rarity: Mapping[str, float] = field(default_factory=dict)
    weights: Weights = field(default_factory=dict)
    made_from: str = ""
    about: Mapping[str, Mapping[str, float]] = field(default_factory=dict)  # matter -> topic -> share

    def values(self, features: Iterable[str]) -> dict[str, float]:
        """The known features, the rare ones louder, of one length for long and short texts."""
        known = {name: self.rarity[name] for name in features if name in self.rarity}
        length = max(math.sqrt(sum(value * value for value in known.values())), LEAST_KNOWN)
        return {BIAS: BIAS_VALUE, **{name: value / length for name, value in sorted(known.items())}}

    def scores(self, values: Mapping[str, float]) -> dict[str, float]:
        totals = dict.fromkeys([*self.topics, *self.marks], 0.0)
        for feature, value in values.items():
            for name, weight in self.weights.get(feature, {}).items():
                totals[name] += weight * value
        return totals

    def shares(self, features: Iterable[str]) -> tuple[dict[str, float], dict[str, float]]:
        """How likely each topic is, summing to 1, and how likely each mark."""
        return self._shares(self.scores(self.values(features)))

    def _shares(self, scores: Mapping[str, float]) -> tuple[dict[str, float], dict[str, float]]:
        topics = softmax({name: scores[name] for name in self.topics})
        return topics, {name: logistic(scores[name]) for name in self.marks}

    def step(self, values: Mapping[str, float], lesson: Lesson, pace: float, quiet: float) -> None:
        """One lesson: what was expected too much becomes less, too little more."""
        topics, marks = self._shares(self.scores(values))
        errors = {name: (name == lesson.topic) - share for name, share in topics.items() if lesson.topic}
        told = marks if lesson.told is None else lesson.told
        errors |= {name: (name in lesson.marks) - marks[name] for name in told}
        loud = {name: pace * error for name, error in errors.items() if abs(error) > quiet}
        for feature, value in values.items():
            row = self.weights[feature]
            for name, error in loud.items():
                row[name] = row.get(name, 0.0) * (1 - pace * KEEP) + error * value


def features_of(traits: Traits) -> frozenset[str]:
    """Traits, and the first letters of each word as it sounds."""
    sounds = (sound[:FIRST_LETTERS] for sound in traits.reading.sounds if len(sound) >= SHORTEST)
    return frozenset([*traits.weights, *(f"p:{start}" for start in sounds)])


def softmax(scores: Mapping[Name, float], sharpness: float = 1.0) -> dict[Name, float]:
    """Scores as shares of one."""
    most = max(scores.values(), default=0.0)
    raised = {name: math.exp(sharpness * (score - most)) for name, score in scores.items()}
    total = sum(raised.values()) or 1.0
    return {name: value / total for name, value in raised.items()}


def logistic(score: float) -> float:
    return 1 / (1 + math.exp(-max(min(score, 30.0), -30.0)))


def train(lessons: Sequence[Lesson], made_from: str = "", subject: str = TOPICS) -> School:
    """Stochastic gradient descent over the lessons in a repeatable shuffled order, with averaged weights."""
    seen = Counter(name for lesson in lessons for name in lesson.features)
    all_alike = subject == DAYS  # around a number the small words say most
    rarity = {
        name: 1.0 if all_alike else round(1 + math.log((1 + len(lessons)) / (1 + count)), 2)
        for name, count in sorted(seen.items())
        if count >= FEWEST
    }
    school = School(
        sorted({lesson.topic for lesson in lessons} - {""}),
        sorted({mark for lesson in lessons for mark in lesson.marks}),
        rarity,
        {name: {} for name in [BIAS, *rarity]},
        made_from,
    )
    ready = [(school.values(lesson.features), lesson) for lesson in lessons]
    sums: Weights = {}
    order = random.Random(1)  # noqa: S311  # repeatable, nothing secret
    rounds = ROUNDS[subject]
    for turn in range(rounds):
        order.shuffle(ready)
        pace = PACE[subject] * (1 - 0.9 * turn / (rounds - 1))
        for values, lesson in ready:
            school.step(values, lesson, pace, QUIET[subject])
        if turn >= rounds // 2:
            _add(sums, school.weights)
    weights = _rounded(sums, rounds - rounds // 2)
    kept = {name: rarity[name] for name in weights if name != BIAS}
    return School(school.topics, school.marks, kept, weights, made_from)


def topics_of_matters(lines: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, float]]:
    """In which topics each matter stands in the lessons."""
    seen: dict[str, Counter[str]] = {}
    for line in lines:
        if line.get("matter"):
            seen.setdefault(line["matter"], Counter())[line["topic"]] += 1
    return {
        matter: {topic: round(count / counts.total(), 2) for topic, count in sorted(counts.items())}
        for matter, counts in sorted(seen.items())
    }


def _add(sums: Weights, weights: Weights) -> None:
    for feature, row in weights.items():
        into = sums.setdefault(feature, {})
        for name, weight in row.items():
            into[name] = into.get(name, 0.0) + weight


def _rounded(sums: Weights, rounds: int) -> Weights:
    found: Weights = {}
    for feature, row in sorted(sums.items()):
        kept = {n: round(w / rounds, 1) for n, w in sorted(row.items()) if abs(w / rounds) >= SMALLEST}
        if kept:
            found[feature] = kept
    return found


def lesson_lines() -> list[dict[str, Any]]:
    """The invented examples as they stand in the files."""
    return [
        json.loads(line)
        for path in sorted(LESSONS.glob("*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip()
    ]


def is_whole(line: Mapping[str, Any]) -> bool:
    """A message with all that is to be known of it; otherwise a phrase, by which people name one thing."""
    return "urgency" in line


def with_known_matter(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The lessons of those matters of which there are enough."""
    counts = Counter(line["matter"] for line in lines if line.get("matter"))
    return [line for line in lines if counts.get(line.get("matter"), 0) >= FEWEST_OF_A_MATTER]


def fingerprint(lines: Iterable[Mapping[str, Any]]) -> str:
    """Of the lessons that weights were made from: a test compares it with the files."""
    text = json.dumps(list(lines), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def school_file(subject: str) -> Path:
    return DATA / f"school-{subject}.json"


@lru_cache(maxsize=3)
def school(subject: str = TOPICS) -> School:
    """What the packaged lessons taught of topics and flags, of matters, or of what stretches of time mean."""
    same = lru_cache(maxsize=None)(float)  # the weights are rounded: equal ones are one object
    data = json.loads(school_file(subject).read_text("utf-8"), parse_float=same)
    return School(**data)
