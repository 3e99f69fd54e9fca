"""Two spellings of one name: Belarusian, Russian, Polish, Lithuanian, with or without diacritics. Pure."""

from __future__ import annotations

import re

from helpdesk.text.normalise import words
from helpdesk.text.transliterate import skeleton

# What is left of a name when vowels that only spelling tells apart are one: Сяргей, Сергей, Siarhei.
_TWICE = re.compile(r"(.)\1+")
_VOWELS = str.maketrans({"e": "a", "i": "", "u": "v"})


def sound(word: str) -> str:
    """The skeleton of one word of a name."""
    bare = skeleton(word)
    return _TWICE.sub(r"\1", bare.translate(_VOWELS)) or bare


def is_meant(typed: str, name: str) -> bool:
    """Whether every word that she typed is a word of this name."""
    wanted, borne = {sound(word) for word in words(typed)}, {sound(word) for word in words(name)}
    wanted.discard("")
    return bool(wanted) and wanted <= borne
