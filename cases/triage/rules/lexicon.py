"""The words of need in five languages (data/*.json): which cues a text holds, and where. Pure.

A cue is a list of phrases: `не хоч* жить` are words in order, at most two others between; `*` is any ending.
A rule joins cues: `a + b` stand near each other, `a > b` in this order and close, `a & b` anywhere, `!c`
nowhere, `~c` not near the others.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cases.triage.rules.sounds import sound
from helpdesk.text.concepts import without_one
from helpdesk.text.normalise import is_cyrillic, words

DATA = Path(__file__).parent / "data"
GAP = 2  # words that may stand within a phrase
NEAR = 9  # words within which two cues belong together
CLOSE = 4
_FUZZY = 7  # letters from which a typing mistake is looked through
_SENTENCE = re.compile(r"(?:(?<!\b\w)\.|[!?…;\n])+(?:\s|$)|\n")  # "т.е. " ends none


@dataclass(frozen=True)
class Reading:
    """The words of a text, with the number of the sentence in which each stands."""

    words: tuple[str, ...]
    sounds: tuple[str, ...]
    is_typed: bool  # Latin letters may stand for Cyrillic ones
    sentences: tuple[int, ...]


@dataclass
class Lexicon:
    """Phrases ready to be found: steps are numbered, a phrase is a row of steps."""

    exact: dict[str, set[int]] = field(default_factory=dict)
    prefix: dict[str, set[int]] = field(default_factory=dict)
    near: dict[str, set[str]] = field(default_factory=dict)  # a prefix with one letter left out
    phrases: dict[int, list[tuple[tuple[int, ...], str]]] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    seen: dict[str, frozenset[int]] = field(default_factory=dict)

    def add(self, cue: str, phrase: str, *, forgiving: bool = False) -> None:
        parts = [self._step(part, forgiving=forgiving) for part in phrase.split() if words(part)]
        if parts:
            self.phrases.setdefault(parts[0], []).append((tuple(parts[1:]), cue))

    def _step(self, part: str, *, forgiving: bool) -> int:
        spelled = words(part)
        key = script_of(spelled[0]) + "".join(sound(word) for word in spelled)
        is_prefix = part.endswith("*")
        if part.startswith("="):
            key = part
        number = self.steps.setdefault(key + "*" * is_prefix, len(self.steps))
        (self.prefix if is_prefix else self.exact).setdefault(key, set()).add(number)
        if forgiving and len(key) > _FUZZY:
            for variant in without_one(key):
                self.near.setdefault(variant, set()).add(key)
        return number

    def steps_of(self, spelled: str, key: str, *, is_typed: bool) -> frozenset[int]:
        """The steps that a word may be; behind one typing mistake if it is none as it stands."""
        name = f"{spelled}|{is_typed}"
        known = self.seen.get(name)
        if known is None:
            if len(self.seen) > 20_000:
                self.seen.clear()
            scripts = "lc" if is_typed and script_of(spelled) == "l" else script_of(spelled)
            found = set(self.exact.get("=" + spelled, ()))
            for script in scripts:
                found |= self._as_spelled(script + key)
            if not found:
                for script in scripts:
                    found |= self._mistyped(script + key)
            known = self.seen[name] = frozenset(found)
        return known

    def _as_spelled(self, key: str) -> set[int]:
        found = set(self.exact.get(key, ()))
        for length in range(3, len(key) + 1):
            found |= self.prefix.get(key[:length], set())
        return found

    def _mistyped(self, key: str) -> set[int]:
        if len(key) <= _FUZZY or key[1].isdigit():
            return set()
        found: set[int] = set()
        for length in range(_FUZZY, min(len(key), 15) + 1):
            for variant in without_one(key[:length]):
                for meant in self.near.get(variant, ()):
                    if meant[:2] == key[:2] and abs(len(meant) - length) <= 1:
                        found |= self.prefix.get(meant, set())
                        if length == len(key):
                            found |= self.exact.get(meant, set())
        return found

    def find(self, text: Reading) -> dict[str, list[int]]:
        """Each cue with the places where its phrases begin."""
        steps = [
            self.steps_of(word, key, is_typed=text.is_typed)
            for word, key in zip(text.words, text.sounds, strict=True)
        ]
        found: dict[str, list[int]] = {}
        for start, here in enumerate(steps):
            for step in here:
                for rest, cue in self.phrases.get(step, ()):
                    if _follows(rest, steps, start, text.sentences):
                        places = found.setdefault(cue, [])
                        if not places or places[-1] != start:
                            places.append(start)
        return found


def _follows(
    rest: Sequence[int], steps: Sequence[frozenset[int]], start: int, sentences: Sequence[int]
) -> bool:
    at = start
    for step in rest:
        window = range(at + 1, min(at + GAP + 2, len(steps)))
        at = next((place for place in window if step in steps[place]), -1)
        if at < 0 or sentences[at] != sentences[start]:
            return False
    return True


def script_of(word: str) -> str:
    return "c" if is_cyrillic(word) else "l"


def read(text: str, language: str = "") -> Reading:
    """Cut a text into sentences and words. Russian and Belarusian may stand in Latin letters."""
    spelled: list[str] = []
    sentences: list[int] = []
    for number, piece in enumerate(_SENTENCE.split(text)):
        here = words(piece)
        spelled += here
        sentences += [number] * len(here)
    is_typed = language not in ("pl", "lt", "en")
    return Reading(tuple(spelled), tuple(map(sound, spelled)), is_typed, tuple(sentences))


def compile_cues(cues: Mapping[str, str], forgiving: Mapping[str, str] | None = None) -> Lexicon:
    """The lexicon of these cues, each a line of phrases with commas between; some forgive typing mistakes."""
    lexicon = Lexicon()
    for is_forgiving, group in ((False, cues), (True, forgiving or {})):
        for cue, phrases in group.items():
            for phrase in phrases.split(","):
                lexicon.add(cue, phrase.strip(), forgiving=is_forgiving)
    return lexicon


# Words of danger must stand as they are spelled: a typing mistake away from many there lies a harmless one.
_FORGIVING = ("words-matters.json", "words-stages.json")


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """All cues of the data files words-*.json."""
    strict: dict[str, str] = {}
    forgiving: dict[str, str] = {}
    for path in sorted(DATA.glob("words-*.json")):
        (forgiving if path.name in _FORGIVING else strict).update(json.loads(path.read_text("utf-8")))
    return compile_cues(strict, forgiving)


@dataclass(frozen=True)
class Part:
    """One cue of a rule and how it is tied to the one before."""

    cue: str
    tie: str  # "&" anywhere, "+" near, ">" after and close, "!" nowhere, "~" not near


@lru_cache(maxsize=10_000)
def parse(rule: str) -> tuple[Part, ...]:
    """`a + b & !c` as parts."""
    parts, tie = [], "&"
    for word in rule.split():
        if word in ("+", ">", "&"):
            tie = word
        elif word[0] in "!~":
            parts.append(Part(word[1:], word[0]))
        else:
            parts.append(Part(word, tie))
    return tuple(parts)


def holds(rule: str, places: Mapping[str, Sequence[int]]) -> bool:
    """Whether a rule holds for cues that stand in these places."""
    near: Sequence[int] = ()
    for part in parse(rule):
        here = places.get(part.cue, ())
        if part.tie == "!":
            if here:
                return False
            continue
        near = _tied(part.tie, near, here)
        if not near:
            return False
    return True


def _tied(tie: str, near: Sequence[int], here: Sequence[int]) -> Sequence[int]:
    """The places that are left when a cue that stands `here` is tied to one that stands `near`."""
    if tie == "&":
        return here
    if tie == "~":
        return [at for at in near if not any(abs(at - other) <= CLOSE + 1 for other in here)]
    if tie == "+":
        return [at for at in here if any(abs(at - other) <= NEAR for other in near)]
    return [at for at in here if any(0 <= at - other <= CLOSE for other in near)]
