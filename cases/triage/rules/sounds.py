"""One key for a word in whatever alphabet it was typed, close enough to hear both as the same word. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from helpdesk.text.normalise import fold, is_cyrillic
from helpdesk.text.transliterate import latin_of

# Longest first: what several letters of one spelling are in another.
# `q` is free: it stands for sz, sh, ш, щ, so that `вышел` is not heard as `высел`.
_PAIRS = (("shch", "q"), ("sch", "q"), ("sz", "q"), ("sh", "q"), ("cz", "c"), ("ch", "c"), ("kh", "h"))
_MORE = (("zh", "z"), ("rz", "z"), ("dz", "d"), ("ts", "c"))
_LETTERS = str.maketrans({"w": "v", "x": "h", "o": "a", "j": "i"})
_GLIDE = re.compile(r"[ij]+(?=[aeou])")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """`квартира`, `кватэра`, `kvartira` come out alike or nearly; digits stay as they are."""
    if word[:1].isdigit():
        return word
    flat = word.replace("ё", "е").replace("ў", "в").replace("ŭ", "v")
    flat = (latin_of(flat) if is_cyrillic(flat) else flat.replace("q", "k")).replace("š", "q")
    flat = fold(flat)
    for pair, one in (*_PAIRS, *_MORE):
        flat = flat.replace(pair, one)
    flat = _GLIDE.sub("", flat.replace("y", "j"))
    return _TWICE.sub(r"\1", flat.translate(_LETTERS))
