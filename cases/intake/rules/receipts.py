"""The receipt's digits: drawing, checking and reading them. Pure."""

from __future__ import annotations

import secrets
import unicodedata

DIGITS = 20
# Letters of no alphabet that phones and office programs put between groups of digits.
_MINUS = "\u2212"


def new_receipt() -> str:
    """18 random digits and two check digits (ISO 7064 MOD 97-10): 60 bits, the same on every keyboard."""
    body = "".join(str(secrets.randbelow(10)) for _ in range(DIGITS - 2))
    return body + check_digits(body)


def check_digits(body: str) -> str:
    return f"{98 - int(body) * 100 % 97:02d}"


def is_wellformed(digits: str) -> bool:
    """Whether the check digits fit; catches every single wrong digit and every swapped pair."""
    return len(digits) == DIGITS and digits.isascii() and digits.isdigit() and int(digits) % 97 == 1


def normalise_receipt(typed: str) -> str:
    """ASCII digits from any script and grouping; empty when something else was typed as well."""
    digits = []
    for character in typed:
        value = unicodedata.decimal(character, -1)
        if value >= 0:
            digits.append(str(value))
        elif not _is_between_groups(character):
            return ""
    return "".join(digits)


def _is_between_groups(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in {"Pd", "Zs", "Cf"} or character == _MINUS


def grouped(digits: str) -> list[str]:
    """Five groups of four, as they are written down and read out."""
    return [digits[start : start + 4] for start in range(0, len(digits), 4)]
