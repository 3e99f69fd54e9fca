"""Words that carry no meaning for finding, as people type them in five languages and two scripts."""

from __future__ import annotations

from pathlib import Path

from helpdesk import languages
from helpdesk.text.normalise import fold, is_cyrillic
from helpdesk.text.transliterate import skeleton

DATA = Path(__file__).resolve().parent / "data" / "stopwords"


def _list(language: str) -> list[str]:
    return (DATA / f"{language}.txt").read_text("utf-8").split()


def _all() -> frozenset[str]:
    spelled = {word.replace("-", "") for code in languages.CODES for word in _list(code)}
    return frozenset(spelled | {fold(word) for word in spelled})


STOP_WORDS = _all()
# Function words of Belarusian and Russian as they look in Latin letters (`kak`, `gdzie` is Polish already).
_TYPED = frozenset(
    skeleton(word) for code in ("be", "ru") for word in _list(code) if is_cyrillic(word) and len(word) > 1
)
# Words of the field that look like a typed function word.
_MEANT = frozenset({"dom", "prad"})


# They join nothing, but "no insurance" is another matter than "insurance": glossary phrases need them.
NEGATIONS = frozenset("без не ня нет нету няма нельзя нельга bez nie ne nėra be no not without".split())  # noqa: SIM905


# These deny the very next word: "не ходить", but "нет медицинской страховки".
DENYING = frozenset("не ня nie ne not".split())  # noqa: SIM905


def is_negation(word: str) -> bool:
    return word in NEGATIONS


def is_stop_word(word: str) -> bool:
    """Whether a normalised word only joins others; single letters too."""
    if word in NEGATIONS:
        return False
    if word in STOP_WORDS or (len(word) == 1 and not word.isdigit()):
        return True
    return (
        word.isascii()
        and not word[0].isdigit()
        and word not in _MEANT
        and len(word) > 2
        and skeleton(word) in _TYPED
    )
