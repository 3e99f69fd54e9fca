"""One request judged: group, topic, urgency, flags and deadline; and what staff teach. Pure."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cases.intake.rules.topics import TOPIC_OF
from cases.requests.workflow import Flag, Urgency
from cases.triage.rules.deadlines import days_left
from cases.triage.rules.features import MATTER, matters, traits_of
from cases.triage.rules.learner import Known, Memory, topic_votes
from cases.triage.rules.nearest import lessons
from cases.triage.rules.need import flags_in, tonight, urgency_of
from cases.triage.rules.school import EMERGENCY, MATTERS, Lesson, features_of, is_whole, school, softmax
from helpdesk.text.concepts import Glossary

NEW_BELOW = 0.27  # scores of the best group under which a request is a new problem
STEP = 0.004  # how far one confirmation moves that line
MATTER_BELIEF = 6.0  # requests' worth
CONCEPT_BELIEF = 2.5
WORDS_SURE = 0.6
GROUP_SURE = 8.0
TRUST_ABOVE = 0.25  # how far above a new problem a group must score to be believed as much as the words
SPAM = "spam"
ALL_FLAGS = tuple(flag.value for flag in Flag)
SCHOOLED = 7.0  # weight of what the lessons say of the topic beside the words
UNLIKELY = 1e-3  # share under which nothing is held against a topic
FLAG_SURE = 0.09  # share from which the lessons alone raise a flag; too many are less harm than one too few
FLAGS_SURE = {Flag.SUICIDAL.value: 0.07}  # here one too few may be a life
DANGER_SURE = 0.14
HIDING = (
    "w:border-crossed"  # who hides after the border is urgent, and in danger only where much more is said
)
# How people name what is about papers, courses or money means none of these: few words are no danger.
EVERYDAY = frozenset({"documents", "education", "language", "money", "other", "work"})
HARMLESS = frozenset({EMERGENCY, "suicidal", "homeless", "torture_survivor"})
EXAMPLE = "x:"  # begins the trait of a matter that the lessons hear in a text
HEARD_FROM = 0.04  # share from which a matter is heard
MOST_HEARD = 3
EXAMPLES = "examples"  # the rule's name where no rule spoke but the lessons
SURE_EXAMPLES = "examples-sure"  # the same where they are sure: believed and overruled on its own
QUITE_SURE = 0.5
DOUBT = 4  # first belief in a rule of flags: so many times right, once wrong
WORTH = 3  # times that a rule of flags may be wrong for each time that it is right
SHOWN = 5


@dataclass(frozen=True)
class Read:
    """What the words alone say, before anything learnt; the text itself is gone."""

    traits: Mapping[str, float]
    beliefs: Mapping[str, Mapping[str, float]]  # trait -> topic -> how much the lexicon believes
    flags: Mapping[str, Sequence[str]]
    urgency: Urgency
    why: Sequence[str]
    days: int | None
    topics: Mapping[str, float] = field(default_factory=dict)  # what the lessons say, summing to 1


@dataclass(frozen=True)
class Verdict:
    """What is suggested for one request."""

    groups: Sequence[tuple[Hashable, float]]
    is_new: bool
    topic: str
    urgency: Urgency
    flags: Sequence[str]
    days: int | None


def read_text(text: str, language: str, today: date | None = None, *, book: Glossary | None = None) -> Read:
    """Everything the rules and the lessons say of a text."""
    traits = traits_of(text, language, book)
    days = 0 if tonight(traits) else days_left(text, today)
    urgency, why = urgency_of(traits, days)
    flags = {flag.value: rules for flag, rules in flags_in(traits).items()}
    features = features_of(traits)
    topics, words = school().shares(features)
    heard, near = school(MATTERS).shares(features)[0], lessons().votes(features)
    likely = {name: (share + near.marks.get(name, 0.0)) / 2 for name, share in words.items()}
    for flag in ALL_FLAGS:
        if likely[flag] >= FLAGS_SURE.get(flag, FLAG_SURE):
            flags[flag] = [*flags.get(flag, ()), SURE_EXAMPLES if likely[flag] >= QUITE_SURE else EXAMPLES]
    danger = QUITE_SURE if HIDING in traits.weights else DANGER_SURE
    if urgency is not Urgency.EMERGENCY and likely[EMERGENCY] >= danger:
        urgency, why = Urgency.EMERGENCY, [EXAMPLES]
    likely_matters = likeliest(joined((heard, 0.65), (near.matters, 0.35)))
    weights = {**traits.weights, **dict.fromkeys(likely_matters, 1.0)}
    all_three = joined((topics, 0.5), (topics_of(heard), 0.5), (near.topics, 1.0))
    return Read(weights, beliefs_of(traits.weights), flags, urgency, why, days, all_three)


def likeliest(heard: Mapping[str, float]) -> list[str]:
    """The matters of the lessons that a text is most like, as traits by which requests are alike."""
    best = heapq.nlargest(MOST_HEARD, heard.items(), key=lambda pair: (pair[1], pair[0]))
    return [EXAMPLE + matter for matter, share in best if share >= HEARD_FROM]


def topics_of(heard: Mapping[str, float]) -> dict[str, float]:
    """What topics these matters belong to in the lessons."""
    about = school(MATTERS).about
    found: dict[str, float] = {}
    for matter, share in heard.items():
        for topic, part in about[matter].items():
            found[topic] = found.get(topic, 0.0) + share * part
    return found


def lesson_of(line: Mapping[str, Any], book: Glossary) -> Lesson:
    """An invented example as the training reads it: a whole message, or a phrase that tells of few marks."""
    features = features_of(traits_of(line["text"], line["lang"], book))
    if is_whole(line):
        is_danger = line["urgency"] == Urgency.EMERGENCY.value
        given = [*line["flags"], EMERGENCY] if is_danger else line["flags"]
        return Lesson(features, line["topic"], frozenset(given))
    if line.get("topic") == SPAM:
        return Lesson(features, SPAM, frozenset(), frozenset())
    told = HARMLESS if line.get("topic") in EVERYDAY else frozenset(line.get("told", ()))
    return Lesson(features, "", frozenset(line.get("marks", ())), told)


def lesson_of_matter(line: Mapping[str, Any], book: Glossary) -> Lesson:
    """The same example as the training of matters reads it."""
    return Lesson(features_of(traits_of(line["text"], line["lang"], book)), line["matter"], frozenset())


def beliefs_of(traits: Iterable[str]) -> dict[str, dict[str, float]]:
    """What the lexicon says of topics: matters much, concepts little."""
    beliefs: dict[str, dict[str, float]] = {}
    for trait in traits:
        if trait.startswith(MATTER):
            matter = matters()[trait[len(MATTER) :]]
            beliefs[trait] = {matter.topic: MATTER_BELIEF * matter.weight}
        elif trait in TOPIC_OF:
            beliefs[trait] = {TOPIC_OF[trait]: CONCEPT_BELIEF}
    return beliefs


@dataclass
class Judge:
    """Judges with what was confirmed so far, and learns from each confirmation at once."""

    memory: Memory = field(default_factory=Memory)
    new_below: float = NEW_BELOW
    right: Counter[tuple[str, str]] = field(default_factory=Counter)  # (flag, rule) confirmed
    wrong: Counter[tuple[str, str]] = field(default_factory=Counter)

    def judge(self, read: Read, country: str) -> Verdict:
        ranked = self.memory.rank(read.traits, country)
        best = ranked[0][1] if ranked else 0.0
        topic = self._topic(read, ranked)
        is_spam = topic == SPAM
        return Verdict(
            groups=ranked[:SHOWN],
            is_new=best < self.new_below and not is_spam,
            topic=topic,
            urgency=Urgency.LOW if is_spam else read.urgency,
            flags=[] if is_spam else self._flags(read),
            days=None if is_spam else read.days,
        )

    def _topic(self, read: Read, ranked: Sequence[tuple[Hashable, float]]) -> str:
        """What the words say, and as far as a known group is sure, what its members are."""
        votes = softmax(topic_votes(self.memory, read.traits, read.beliefs), WORDS_SURE)
        shares = joined((votes, 1.0), (read.topics, SCHOOLED))
        best = ranked[0][1] if ranked else 0.0
        trust = 1 / (1 + math.exp(GROUP_SURE * (self.new_below + TRUST_ABOVE - best)))
        weights = softmax(dict(ranked[:SHOWN]), GROUP_SURE)
        total = {topic: share * (1 - trust) for topic, share in shares.items()}
        for key, weight in weights.items():
            topic = next(iter(self.memory.groups[key].members.values())).topic
            total[topic] = total.get(topic, 0.0) + trust * weight
        return max(sorted(total), key=lambda topic: total[topic]) if total else "other"

    def _flags(self, read: Read) -> list[str]:
        """Flags with a rule that people have not overruled too often."""
        return sorted(
            flag
            for flag, rules in read.flags.items()
            if any(WORTH * self.right[flag, rule] + DOUBT >= self.wrong[flag, rule] + 1 for rule in rules)
        )

    def learn(
        self, known: Known, read: Read, verdict: Verdict, *, flags: Iterable[str], is_new: bool | None
    ) -> None:
        """What a person decided about a request, whatever was suggested."""
        self.memory.add(known)
        given = set(flags)
        for flag, rules in read.flags.items():
            for rule in rules:
                (self.right if flag in given else self.wrong)[flag, rule] += 1
        if is_new is not None and verdict.is_new != is_new:
            self.new_below = min(max(self.new_below + (STEP if is_new else -STEP), 0.1), 0.6)


def joined(*told: tuple[Mapping[str, float], float]) -> dict[str, float]:
    """Shares of several speakers, each with a weight, as shares of one; who says nothing is not asked."""
    names = {name for shares, _weight in told for name in shares}
    return softmax(
        {
            name: sum(
                weight * math.log(shares.get(name, 0.0) + UNLIKELY) for shares, weight in told if shares
            )
            for name in sorted(names)
        }
    )
