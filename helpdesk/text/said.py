"""How people speak of things without naming them: invented sayings (data/said), and what a new one is like.

A saying says which concepts it means. A question that no phrase of the glossary explains is compared with all
of them by stems and first letters; what the nearest ones mean is what it may mean, too. Pure Python.
"""

from __future__ import annotations

import heapq
import math
import sys
import zlib
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from helpdesk.text.normalise import words
from helpdesk.text.stems import forget_keys, key, keys_in
from helpdesk.text.stopwords import is_stop_word
from helpdesk.text.transliterate import skeleton

SAID = Path(__file__).parent / "data" / "said"
FIRST_LETTERS = 5
SHORTEST = 4
NEAREST = 12  # sayings that have a voice
LEAST_LIKE = 0.16  # likeness under which a saying has none
FEWEST_WORDS = 2  # one word alone tells no situation
MOST = 3  # concepts that are guessed
SUREST = 0.9  # the voice of one saying that is the very same
OF_LETTERS = 0.6


@dataclass(frozen=True)
class Guess:
    """A concept that a text may mean, and how likely (0 to 1)."""

    concept: str
    share: float


class Sayings:
    """All sayings by what stands in them: numbers instead of words, because every web process holds them."""

    def __init__(self, told: Iterable[tuple[str, frozenset[int]]]) -> None:
        self.meant: list[str] = []
        self.holds: dict[int, array[int]] = {}
        features: list[frozenset[int]] = []
        for concepts, held in told:
            for feature in held:
                self.holds.setdefault(feature, array("H")).append(len(self.meant))
            self.meant.append(sys.intern(concepts))
            features.append(held)
        lengths = (math.sqrt(sum(self.worth(feature) ** 2 for feature in held)) for held in features)
        self.lengths = array("f", (length or 1.0 for length in lengths))

    def worth(self, feature: int) -> float:
        """How much a feature says: by how few sayings hold it. First letters (odd) say less than stems."""
        count = len(self.holds.get(feature, ()))
        rare = math.log(1 + (len(self.meant) - count + 0.5) / (count + 0.5))
        return rare * (OF_LETTERS if feature % 2 else 1.0)

    def like(self, features: Iterable[int]) -> list[tuple[float, int]]:
        """The nearest sayings with how like they are, between 0 and 1."""
        mine = {feature: self.worth(feature) ** 2 for feature in features}
        length = math.sqrt(sum(mine.values())) or 1.0
        totals: dict[int, float] = defaultdict(float)
        for feature, worth in mine.items():
            for number in self.holds.get(feature, ()):
                totals[number] += worth
        found = ((total / (length * self.lengths[number]), number) for number, total in totals.items())
        return heapq.nlargest(NEAREST, found)


def features_of(word: str, language: str) -> frozenset[int]:
    """The stems of a word (even numbers), and its first letters as they sound in either script (odd ones)."""
    found = {_number(stem) * 2 for stem in (*keys_in(word, language), key(word, language))}
    start = skeleton(word)[:FIRST_LETTERS]
    return frozenset(found | {_number(start) * 2 + 1} if len(start) >= SHORTEST else found)


def _number(text: str) -> int:
    return zlib.crc32(text.encode())


def features_in(content: Iterable[str], language: str) -> frozenset[int]:
    """Of all content words together."""
    return frozenset().union(*(features_of(word, language) for word in content))


@lru_cache(maxsize=1)
def sayings() -> Sayings:
    """The packaged sayings, read once for each process."""
    found = Sayings(_told())
    forget_keys()
    return found


def _told() -> Iterator[tuple[str, frozenset[int]]]:
    for path in sorted(SAID.glob("*.tsv")):
        for line in path.read_text("utf-8").splitlines():
            concepts, language, text = line.split("\t")
            content = (word for word in words(text) if not is_stop_word(word))
            yield concepts, features_in(content, language)


def guesses(content: Sequence[str], language: str) -> list[Guess]:
    """What these content words may mean by what is like them, the likeliest first, or nothing."""
    if len(set(content)) < FEWEST_WORDS:
        return []
    book = sayings()
    near = book.like(features_in(content, language))
    votes: dict[str, float] = defaultdict(float)
    for like, number in near:
        if like >= LEAST_LIKE:
            for concept in book.meant[number].split(","):
                votes[concept] = 1 - (1 - votes[concept]) * (1 - min(2 * like * like, SUREST))
    best = sorted(votes.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST]
    return [Guess(concept, share) for concept, share in best]
