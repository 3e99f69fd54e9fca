"""What a text is about, whatever its language: cues, glossary concepts, matters, stage. Pure."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cases.triage.rules.lexicon import DATA, Reading, holds, lexicon, read
from helpdesk.text.analyzer import Analysis, analyze
from helpdesk.text.concepts import Glossary
from helpdesk.text.stopwords import is_stop_word

MATTER, CUE, TOPIC = "m:", "w:", "t:"


@dataclass(frozen=True)
class Traits:
    """What a text says, in words of the shared vocabulary only; `weights` has 1 for what is said once.

    `places` (cue or concept -> word positions) and `reading` serve rules and vanish with the text.
    """

    weights: Mapping[str, float]
    places: Mapping[str, Sequence[int]]
    reading: Reading
    analysis: Analysis
    language: str


@dataclass(frozen=True)
class Matter:
    """What a request may be about; `weight` says how surely it is then the request's own matter."""

    topic: str
    rules: tuple[str, ...]
    weight: float = 1.0


@lru_cache(maxsize=1)
def matters() -> dict[str, Matter]:
    """All matters of the data files: name -> [topic, rules] or [topic, rules, weight]."""
    found: dict[str, Matter] = {}
    for path in sorted(DATA.glob("matters*.json")):
        for name, (topic, rules, *weight) in json.loads(path.read_text("utf-8")).items():
            lines = tuple(rule.strip() for rule in rules.split(";") if rule.strip())
            found[name] = Matter(topic, lines, *weight)
    return found


def whole(found: Sequence[Any]) -> list[Any]:
    """Without what is only a part of a longer term: a residence card is no bank card."""
    spans = {(item.start, item.end) for item in found}
    return [
        item
        for item in found
        if not any(
            start <= item.start and item.end <= end and (start, end) != (item.start, item.end)
            for start, end in spans
        )
    ]


def traits_of(text: str, language: str, book: Glossary | None = None) -> Traits:
    """Read a text; without `book` by the glossary of today. The same text and book give the same traits."""
    reading = read(text, language)
    analysis = analyze(text, language, book=book)
    places: dict[str, list[int]] = dict(lexicon().find(reading))
    at = [place for place, word in enumerate(analysis.tokens) if not is_stop_word(word)]
    for item in whole(analysis.matches):
        places.setdefault("#" + item.concept, []).append(at[item.start])
    weights: dict[str, float] = {}
    for cue in places:
        weights[cue[1:] if cue[0] == "#" else CUE + cue] = 1.0
    for name, matter in matters().items():
        if any(holds(rule, places) for rule in matter.rules):
            weights[MATTER + name] = 1.0
    return Traits(weights, places, reading, analysis, language)
