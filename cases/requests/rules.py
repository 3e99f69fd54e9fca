"""Codes and aliases: random, easy to say, and meaning nothing; and which version a page showed. Pure."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

# Of the confidentiality terms (their words: cases/joining/terms). A new number asks every volunteer again.
TERMS_VERSION = 1
# Somebody else has seen the digits of a receipt that was read out or handed over: they do not wait for ever.
TEMPORARY_RECEIPT_DAYS = 14
_DIGITS = 9  # of a version
# No 0/O, 1/I/L, 5/S, 2/Z: read out over a bad line in five languages.
CODE_ALPHABET = "34679ACDEFHJKMNPRTUVWXY"
# Open syllables that all five languages say alike, and none of which is a word of abuse in them.
_HEADS = (
    "ba",
    "da",
    "ga",
    "ka",
    "la",
    "ma",
    "na",
    "pa",
    "ra",
    "sa",
    "ta",
    "va",
    "be",
    "de",
    "le",
    "me",
    "ne",
    "re",
    "te",
    "ve",
)
_TAILS = (
    "lama",
    "rina",
    "dora",
    "mina",
    "tara",
    "vena",
    "lira",
    "nota",
    "rada",
    "sena",
    "tera",
    "vida",
    "mona",
    "lena",
    "gala",
)


def lapsed_before(today: date) -> date:
    """Receipts handed on before this day, and never used, open nothing any more."""
    return today - timedelta(days=TEMPORARY_RECEIPT_DAYS)


def new_code(prefix: str) -> str:
    """`R-7KX-4MD`: 23**6 values behind the prefix; the unique index catches the rare twin."""
    letters = [secrets.choice(CODE_ALPHABET) for _ in range(6)]
    return f"{prefix}-{''.join(letters[:3])}-{''.join(letters[3:])}"


def new_alias() -> str:
    """`Malira 482`: what a caller says on the phone; it opens nothing."""
    return f"{secrets.choice(_HEADS).capitalize()}{secrets.choice(_TAILS)} {secrets.randbelow(9000) + 1000}"


@dataclass(frozen=True)
class Seen:
    """The versions that stood on a page: of the one request it was about, or of each in a list."""

    alone: int | None = None
    each: Mapping[UUID, int] = field(default_factory=dict)

    def of(self, key: UUID) -> int | None:
        """None: the page told no version, and nothing is compared."""
        return self.each.get(key, self.alone)


def seen_in(typed: Iterable[str]) -> Seen:
    """`12` for the one request of a page, `id:12` for each in a list; what cannot be read is untold."""
    alone, each = None, {}
    for text in typed:
        key, _colon, number = text.rpartition(":")
        if not number.isdecimal() or len(number) > _DIGITS:
            continue
        if not key:
            alone = int(number)
            continue
        try:
            each[UUID(key)] = int(number)
        except ValueError:
            continue
    return Seen(alone, each)
