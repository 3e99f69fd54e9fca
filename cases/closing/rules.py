"""Why something is erased, and what a certificate of it says. Plain Python."""

from __future__ import annotations

import hashlib
import json
import secrets
from datetime import date
from enum import StrEnum


class Rule(StrEnum):
    """Why something is erased."""

    CLOSED = "closed"
    SPAM = "spam"
    OWN_WISH = "own_wish"


ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_certificate_code() -> str:
    """A random number for a certificate: nothing leads from it to a request."""
    word = "".join(secrets.choice(ALPHABET) for _ in range(12))
    return "-".join(word[start : start + 4] for start in (0, 4, 8))


def digest_of(*, code: str, rule: str, issued_on: date, counts: dict[str, int]) -> str:
    """SHA-256 over everything that a certificate says."""
    said = [code, rule, issued_on.isoformat(), sorted(counts.items())]
    return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()
