"""Groups over a whole backlog without anybody's help: by average likeness, the surest joined first. Pure."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field

from cases.triage.rules.learner import Known, Memory

JOIN = 0.2  # average likeness from which two groups are one
ALIKE = 0.16  # average likeness from which two groups are shown as perhaps the same
LEAST = 0.16  # likeness of two requests worth looking at
MOST_NEAR = 12  # neighbours of each request that are looked at
COMMON = 400  # requests with a trait beyond which it leads to nobody


@dataclass
class Cluster:
    """Members, how often each trait stands among them, and what they say on average."""

    country: str
    members: list[int]
    counts: Counter[str] = field(default_factory=Counter)
    said: float = 0.0


@dataclass(frozen=True)
class Regrouping:
    """Groups as lists of keys, largest first, and pairs of groups (by place) that look the same."""

    groups: Sequence[Sequence[Hashable]]
    traits: Sequence[Counter[str]]
    alike: Sequence[tuple[int, int, float]]


def regroup(items: Sequence[Known]) -> Regrouping:
    """Every request in exactly one group; countries never mix."""
    memory = Memory()
    for item in items:
        memory.add(Known(item.key, item.country, item.traits))
    says = {trait: memory.says(trait) for trait in memory.counts}
    clusters = {
        place: Cluster(
            item.country, [place], Counter(list(item.traits)), sum(says[t] for t in item.traits) or 1.0
        )
        for place, item in enumerate(items)
    }
    home = list(range(len(items)))
    near: list[tuple[float, int, int]] = []
    for _likeness, one, other in sorted(_edges(items, says), reverse=True):
        first, second = home[one], home[other]
        if first == second:
            continue
        likeness = _between(clusters[first], clusters[second], says)
        if likeness >= JOIN:
            _join(clusters, home, first, second)
        elif likeness >= ALIKE:
            near.append((likeness, one, other))
    return _result(items, clusters, home, near)


def _edges(items: Sequence[Known], says: Mapping[str, float]) -> list[tuple[float, int, int]]:
    """Pairs of requests of one country that share something rare, with their likeness."""
    where: dict[tuple[str, str], list[int]] = {}
    for place, item in enumerate(items):
        for trait in item.traits:
            where.setdefault((item.country, trait), []).append(place)
    said = [sum(says[trait] for trait in item.traits) or 1.0 for item in items]
    edges = []
    for place, item in enumerate(items):
        shared: dict[int, float] = {}
        for trait in item.traits:
            others = where[item.country, trait]
            if len(others) <= COMMON or len(items) <= 4 * COMMON:
                for other in others:
                    if other > place:
                        shared[other] = shared.get(other, 0.0) + says[trait]
        likeness = {other: value / math.sqrt(said[place] * said[other]) for other, value in shared.items()}
        best = heapq.nlargest(MOST_NEAR, likeness, key=likeness.__getitem__)
        edges += [(likeness[other], place, other) for other in best if likeness[other] >= LEAST]
    return edges


def _between(one: Cluster, other: Cluster, says: Mapping[str, float]) -> float:
    """The average likeness of all pairs across two clusters."""
    if len(one.counts) > len(other.counts):
        one, other = other, one
    shared = sum(
        says[trait] * count * other.counts[trait]
        for trait, count in one.counts.items()
        if trait in other.counts
    )
    sizes = len(one.members) * len(other.members)
    return shared / sizes / math.sqrt(one.said / len(one.members) * other.said / len(other.members))


def _join(clusters: dict[int, Cluster], home: list[int], first: int, second: int) -> None:
    if len(clusters[first].members) < len(clusters[second].members):
        first, second = second, first
    gone, stays = clusters.pop(second), clusters[first]
    stays.members += gone.members
    stays.counts.update(gone.counts)
    stays.said += gone.said
    for place in gone.members:
        home[place] = first


def _result(
    items: Sequence[Known],
    clusters: dict[int, Cluster],
    home: Sequence[int],
    near: Sequence[tuple[float, int, int]],
) -> Regrouping:
    order = sorted(clusters, key=lambda key: (-len(clusters[key].members), key))
    number = {key: place for place, key in enumerate(order)}
    alike: dict[tuple[int, int], float] = {}
    for likeness, one, other in near:
        low, high = sorted((number[home[one]], number[home[other]]))
        pair = (low, high)
        if pair[0] != pair[1] and all(len(clusters[order[place]].members) > 1 for place in pair):
            alike[pair] = max(alike.get(pair, 0.0), likeness)
    by_likeness = sorted(alike.items(), key=lambda pair: -pair[1])
    return Regrouping(
        groups=[[items[place].key for place in sorted(clusters[key].members)] for key in order],
        traits=[clusters[key].counts for key in order],
        alike=[(one, other, value) for (one, other), value in by_likeness],
    )
