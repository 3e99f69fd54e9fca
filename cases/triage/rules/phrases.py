"""A pattern language: "не хоч* жить" are words in order, at most two others between; `*`: any ending."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from helpdesk.text.normalise import fold, words

_GAP = r" (?:\S+ ){0,2}?"


def flat(text: str) -> str:
    """The words of a text, lower case, without Polish and Lithuanian diacritics, one blank between them."""
    return f" {' '.join(fold(word) for word in words(text))} "


@lru_cache(maxsize=4096)
def _compiled(phrase: str) -> re.Pattern[str]:
    parts = [
        re.escape(part[:-1]) + r"\S*" if part.endswith("*") else re.escape(part) for part in phrase.split()
    ]
    return re.compile(" " + _GAP.join(parts) + " ")


def found(flat_text: str, phrases: Iterable[str]) -> list[str]:
    """The stretches of `flat_text` that match, each once, in the order of the phrases."""
    hits = (_compiled(phrase).search(flat_text) for phrase in phrases)
    return list(dict.fromkeys(hit.group(0).strip() for hit in hits if hit))
