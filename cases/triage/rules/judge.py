"""One request judged: group, topic, urgency, flags and deadline; and what staff teach. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.intake.rules.topics import TOPIC_OF
from cases.requests.workflow import Flag, Urgency
from cases.triage.rules.deadlines import days_left
from cases.triage.rules.features import MATTER, Traits, matters, traits_of
from cases.triage.rules.learner import Known, Memory, topic_votes
from cases.triage.rules.need import flags_in, tonight, urgency_of
from helpdesk.text.concepts import Glossary

NEW_BELOW = 0.27  # scores of the best group under which a request is a new problem
STEP = 0.004  # how far one confirmation moves that line
MATTER_VOTE = 2.2
CONCEPT_VOTE = 0.5
GROUP_VOTE = 6.0  # what a sure group says of the topic
SPAM = "spam"
DOUBT = 4  # first belief in a rule of flags: so many times right, once wrong
SHOWN = 5


@dataclass(frozen=True)
class Read:
    """What the words alone say, before anything learnt; the text itself is gone."""

    traits: Mapping[str, float]
    prior: Mapping[str, float]
    flags: Mapping[str, Sequence[str]]
    urgency: Urgency
    why: Sequence[str]
    days: int | None


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
    """Everything the rules say of a text."""
    traits = traits_of(text, language, book)
    days = 0 if tonight(traits) else days_left(text, today)
    urgency, why = urgency_of(traits, days)
    flags = {flag.value: rules for flag, rules in flags_in(traits).items()}
    return Read(traits.weights, topic_prior(traits), flags, urgency, why, days)


def topic_prior(traits: Traits) -> dict[str, float]:
    """What the lexicon says of the topic: matters much, concepts little."""
    votes: dict[str, float] = {}
    for trait in traits.weights:
        if trait.startswith(MATTER):
            topic, vote = matters()[trait[len(MATTER) :]][0], MATTER_VOTE
        elif trait in TOPIC_OF:
            topic, vote = TOPIC_OF[trait], CONCEPT_VOTE
        else:
            continue
        votes[topic] = votes.get(topic, 0.0) + vote
    return votes


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
        votes = topic_votes(self.memory, read.traits, read.prior)
        for key, score in ranked[:3]:
            for known in self.memory.groups[key].members.values():
                if known.topic:
                    votes[known.topic] = votes.get(known.topic, 0.0) + GROUP_VOTE * max(score, 0.0) ** 2
                    break
        return max(sorted(votes), key=lambda topic: votes[topic]) if votes else "other"

    def _flags(self, read: Read) -> list[str]:
        """Flags with a rule that has not been overruled more often than believed."""
        return sorted(
            flag
            for flag, rules in read.flags.items()
            if any((self.right[flag, rule] + DOUBT) >= (self.wrong[flag, rule] + 1) for rule in rules)
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


ALL_FLAGS = tuple(flag.value for flag in Flag)
