"""Between scripts: typed Latin into Cyrillic, Cyrillic into Latin, and the skeleton both share."""

from __future__ import annotations

import re
from functools import lru_cache

from helpdesk.text.normalise import fold, is_cyrillic

_TO_LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "jo", "ж": "ž", "з": "z",
        "и": "i", "і": "i", "й": "j", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
        "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "h", "ц": "c", "ч": "č", "ш": "š", "щ": "š",
        "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "ju", "я": "ja", "є": "e", "ї": "i",
    }
)  # fmt: skip

# Longest first; each pair is (typed, meant). Russian as people type it without a Cyrillic keyboard.
_TYPED_RUSSIAN = (
    ("shch", "щ"), ("sch", "щ"), ("yo", "ё"), ("jo", "ё"), ("zh", "ж"), ("kh", "х"), ("ts", "ц"), ("ch", "ч"),
    ("sh", "ш"), ("yu", "ю"), ("ju", "ю"), ("ya", "я"), ("ja", "я"), ("ye", "е"), ("je", "е"),
    ("iy", "ий"), ("yy", "ый"), ("yi", "ый"), ("x", "х"), ("w", "в"), ("q", "к"), ("'", "ь"),
    ("a", "а"), ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "е"), ("f", "ф"), ("g", "г"), ("h", "х"),
    ("i", "и"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"),
    ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("y", "ы"), ("z", "з"),
)  # fmt: skip
_LACINKA = (
    ("dž", "дж"), ("dz", "дз"), ("ch", "х"), ("ja", "я"), ("je", "е"), ("jo", "ё"), ("ju", "ю"), ("ia", "я"),
    ("ie", "е"), ("io", "ё"), ("iu", "ю"), ("č", "ч"), ("š", "ш"), ("ž", "ж"), ("ć", "ць"), ("ś", "сь"),
    ("ź", "зь"), ("ń", "нь"), ("ł", "л"), ("ŭ", "ў"), ("sh", "ш"), ("zh", "ж"), ("ya", "я"), ("yu", "ю"),
    ("a", "а"), ("b", "б"), ("c", "ц"), ("d", "д"), ("e", "э"), ("f", "ф"), ("g", "г"), ("h", "г"),
    ("i", "і"), ("j", "й"), ("k", "к"), ("l", "л"), ("m", "м"), ("n", "н"), ("o", "о"), ("p", "п"),
    ("r", "р"), ("s", "с"), ("t", "т"), ("u", "у"), ("v", "в"), ("w", "в"), ("y", "ы"), ("z", "з"),
)  # fmt: skip


def _replacer(pairs: tuple[tuple[str, str], ...]) -> tuple[re.Pattern[str], dict[str, str]]:
    return re.compile("|".join(re.escape(typed) for typed, _ in pairs)), dict(pairs)


_RUSSIAN_PATTERN, _RUSSIAN_TABLE = _replacer(_TYPED_RUSSIAN)
_LACINKA_PATTERN, _LACINKA_TABLE = _replacer(_LACINKA)


def latin_of(word: str) -> str:
    """A Cyrillic word letter by letter in Latin: a Polish or Lithuanian word heard by ear, written back."""
    return word.translate(_TO_LATIN)


def russian_of(word: str) -> str:
    """Russian typed in Latin letters, in Cyrillic."""
    return _RUSSIAN_PATTERN.sub(lambda match: _RUSSIAN_TABLE[match[0]], fold(word))


def belarusian_of(word: str) -> str:
    """Łacinka, with or without its diacritics, in Cyrillic."""
    return _LACINKA_PATTERN.sub(lambda match: _LACINKA_TABLE[match[0]], word)


def typed_for(word: str) -> tuple[str, ...]:
    """The Cyrillic words that a word in Latin letters may stand for; none for a Cyrillic one."""
    return () if is_cyrillic(word) or word[0].isdigit() else (russian_of(word), belarusian_of(word))


_POLISH = (("ą", "an"), ("ę", "en"), ("ó", "u"), ("ż", "z"))
_AFTER_VOICELESS = re.compile(r"(?<=[ptkc])rz|(?<=ch)rz")
_DIGRAPHS = (
    ("sz", "s"),
    ("cz", "c"),
    ("rz", "z"),
    ("ch", "g"),
    ("kh", "g"),
    ("dž", "d"),
    ("dz", "d"),
    ("ts", "c"),
)
_LETTERS = str.maketrans({"w": "v", "h": "g", "x": "g", "q": "k", "y": "i", "j": "i", "o": "a"})
_GLIDE = re.compile(r"[ij]+(?=[aeou])")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=100_000)
def skeleton(word: str, *, polish: bool = False) -> str:
    """What is left of a word when spelling, script and unstressed vowels are taken away.

    `пшисенглы` and `przysięgły`, `дакументы` and `документы`, `сьвет` and `свет` have one skeleton. Latin
    spelling is read as Polish where `polish` is set (nasal vowels, rz after a voiceless letter).
    """
    if is_cyrillic(word):
        flat = latin_of(word)
    else:
        flat = word
        if polish:
            for letter, sound in _POLISH:
                flat = flat.replace(letter, sound)
            flat = _AFTER_VOICELESS.sub("s", flat)
        flat = flat.replace("dž", "d")
    flat = fold(flat)
    for pair, sound in _DIGRAPHS:
        flat = flat.replace(pair, sound)
    flat = _GLIDE.sub("", flat).translate(_LETTERS)
    return _TWICE.sub(r"\1", flat) if not flat[:1].isdigit() else flat
