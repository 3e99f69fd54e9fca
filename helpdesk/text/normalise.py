"""One spelling for one word: Unicode, apostrophes, invisible characters, case; and cutting into words."""

from __future__ import annotations

import re
import unicodedata

# Belarusian writes its apostrophe with six different characters; none carries meaning for finding.
_APOSTROPHES = re.compile(r"(?<=\w)['’‘ʼ`´′＇](?=\w)")
_WORD = re.compile(r"\d+\+|[^\W_]+")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_STROKES = str.maketrans({"ł": "l", "đ": "d", "ø": "o", "ß": "ss"})
MOST_WORDS = 6000  # a story has at most 20,000 characters; longer texts are cut, never refused


def normalise(text: str) -> str:
    """The text in NFKC and lower case, without invisible characters and inner apostrophes.

    Control and formatting characters (bidi overrides, zero-width joiners, NUL) vanish: so text hides.
    """
    flat = unicodedata.normalize("NFKC", text).lower().replace("\u0301", "")
    if not flat.isascii():
        hidden = {ord(char): None for char in set(flat) if _is_hidden(char)}
        flat = flat.translate(hidden) if hidden else flat
    return _APOSTROPHES.sub("", flat).replace("\x00", " ")


def _is_hidden(char: str) -> bool:
    return not char.isspace() and unicodedata.category(char) in {"Cf", "Cc", "Co", "Cs"}


def words(text: str) -> list[str]:
    """The words of a text in order; `800+` stays one word, hyphens part."""
    return _WORD.findall(normalise(text))[:MOST_WORDS]


def fold(word: str) -> str:
    """A Latin word as typed without diacritics; Cyrillic stays, but for ё, which people rarely type."""
    if word.isascii():
        return word
    if is_cyrillic(word):
        return word.replace("ё", "е")
    bare = unicodedata.normalize("NFKD", word.translate(_STROKES))
    return "".join(char for char in bare if not unicodedata.combining(char))


def is_cyrillic(word: str) -> bool:
    return _CYRILLIC.search(word) is not None
