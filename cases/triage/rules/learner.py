"""What is known of groups, topics and urgency from confirmed requests, and what that says of a new one. Pure.

No training run: adding or taking back one confirmed request changes counts, and the next question sees them.
A group's score is how much better its members explain the request than the whole backlog does (a logarithm
of likelihoods, shrunk towards the backlog while the group is small), joined with the nearest member.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

SHRINK = 1.6  # how many members the backlog counts for inside a group
START = 8.0  # requests' worth of belief in the first guess at how common a trait is
MISSING = 0.5  # weight of what a group always says and the request does not
WEIGHT = {"m:": 1.2, "x:": 2.0, "w:": 0.55, "t:": 1.0, "s:": 0.2}
PLAIN = 0.75  # weight of a glossary concept
COMMON = {"m:": 0.015, "x:": 0.015, "w:": 0.05, "t:": 0.12, "s:": 0.03}
COMMON_PLAIN = 0.03
SHORTLIST = 50  # groups with the nearest members, which alone are compared as a whole
NEAREST = 1.5  # weight of the nearest member beside the whole group


def weight_of(trait: str) -> float:
    return WEIGHT.get(trait[:2], PLAIN)


@dataclass(frozen=True)
class Known:
    """One request as the learner keeps it."""

    key: Hashable
    country: str
    traits: Mapping[str, float]
    group: Hashable | None = None
    topic: str = ""


@dataclass
class Group:
    """Counts of one group's members."""

    country: str
    size: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    members: dict[Hashable, Known] = field(default_factory=dict)


@dataclass
class Memory:
    """Everything confirmed so far."""

    size: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    groups: dict[Hashable, Group] = field(default_factory=dict)
    topics: dict[str, Counter[str]] = field(default_factory=dict)
    topic_sizes: Counter[str] = field(default_factory=Counter)
    _loud: dict[str, float] = field(default_factory=dict)  # what traits say, until the next lesson

    def add(self, known: Known, sign: int = 1) -> None:
        """Learn one confirmed request; with sign -1 forget it."""
        self.size += sign
        self._loud.clear()
        for trait in known.traits:
            self.counts[trait] += sign
        if known.topic:
            self.topic_sizes[known.topic] += sign
            topic = self.topics.setdefault(known.topic, Counter())
            for trait in known.traits:
                topic[trait] += sign
        if known.group is not None:
            self.place(known, sign)

    def place(self, known: Known, sign: int = 1) -> None:
        """Into its group alone, where the counts of the backlog are known already."""
        group = self.groups.setdefault(known.group, Group(known.country))
        group.size += sign
        for trait in known.traits:
            group.counts[trait] += sign
        if sign > 0:
            group.members[known.key] = known
        else:
            group.members.pop(known.key, None)
            if not group.members:
                del self.groups[known.group]

    def share(self, trait: str) -> float:
        """How common a trait is among all requests, with a first guess while little is known."""
        guess = COMMON.get(trait[:2], COMMON_PLAIN)
        return min((self.counts[trait] + guess * START) / (self.size + START), 0.95)

    def score(self, traits: Mapping[str, float], group: Group) -> float:
        """How much more the group than the backlog speaks for these traits."""
        total = 0.0
        for trait, strength in traits.items():
            base = self.share(trait)
            inside = (group.counts[trait] + SHRINK * base) / (group.size + SHRINK)
            total += weight_of(trait) * strength * math.log(inside / base)
        for trait, count in group.counts.items():
            if trait not in traits and count * 2 > group.size:
                base = self.share(trait)
                inside = (count + SHRINK * base) / (group.size + SHRINK)
                total += MISSING * weight_of(trait) * math.log((1 - inside) / (1 - base))
        return total

    def says(self, trait: str) -> float:
        """How much one trait says: rare ones much, common ones little."""
        loud = self._loud.get(trait)
        if loud is None:
            loud = self._loud[trait] = weight_of(trait) * -math.log(self.share(trait))
        return loud

    def said(self, traits: Iterable[str]) -> float:
        return sum(map(self.says, traits)) or 1.0

    def likeness(self, mine: Mapping[str, float], all_mine: float, other: Iterable[str]) -> float:
        """Between 0 and 1: how much of what two requests say is said by both (`mine`: trait -> says)."""
        shared = sum(mine.get(trait, 0.0) for trait in other)
        return shared / math.sqrt(all_mine * self.said(other))

    def rank(self, traits: Mapping[str, float], country: str) -> list[tuple[Hashable, float]]:
        """The known groups of a country, the likeliest first; about 0.25 is where a new problem begins."""
        mine = {trait: self.says(trait) for trait in traits}
        everything = sum(mine.values()) or 1.0
        near: dict[Hashable, float] = {
            key: max(self.likeness(mine, everything, one.traits) for one in group.members.values())
            for key, group in self.groups.items()
            if group.country == country
        }
        scored = [
            (key, self.score(traits, self.groups[key]) / everything + NEAREST * near[key])
            for key in heapq.nlargest(SHORTLIST, near, key=near.__getitem__)
        ]
        return sorted(scored, key=lambda pair: (-pair[1], str(pair[0])))


def topic_votes(
    memory: Memory, traits: Iterable[str], lexicon: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """Each trait votes for the topics of the requests it was seen in; at first for what the lexicon says.

    `lexicon`: trait -> topic -> how much it believes. Votes are shares, so that no many weak words outshout
    a sure one.
    """
    votes: dict[str, float] = {}
    topics = set(memory.topics) | {topic for beliefs in lexicon.values() for topic in beliefs}
    for trait in traits:
        beliefs = lexicon.get(trait, {})
        belief = sum(beliefs.values()) or DOUBTFUL
        seen = memory.counts[trait]
        loud = memory.says(trait) * (min(belief / SURE, MOST_LOUD) if beliefs else UNTOLD)
        for topic in topics:
            usual = (memory.topic_sizes[topic] + 1) / (memory.size + len(topics))
            before = beliefs.get(topic, 0.0) if beliefs else DOUBTFUL * usual
            counts = memory.topics.get(topic)
            share = ((counts[trait] if counts else 0) + before) / (seen + belief)
            votes[topic] = votes.get(topic, 0.0) + loud * (share - usual)
    return votes


DOUBTFUL = 3.0  # requests' worth of doubt about a trait of which the lexicon says nothing
SURE = 6.0  # belief with which a trait votes with its full voice
MOST_LOUD = 1.5
UNTOLD = 1.1  # weight of such a trait
