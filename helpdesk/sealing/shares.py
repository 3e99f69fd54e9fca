"""One secret in three parts, any two of which give it back and one of which says nothing (safety.md 10).

For each pair of holders the secret is split by a one-time pad: one gets the pad, the other secret XOR pad.
No arithmetic that could be wrong, and nothing that a single part could be tried against.
"""

from __future__ import annotations

import base64
import hashlib
import os
from itertools import combinations

from helpdesk.sealing.errors import KeyringError

HOLDERS = (1, 2, 3)
LENGTH = 32
MARK = 4


def split(secret: bytes) -> dict[int, str]:
    """The part of each holder, as groups of letters and digits to print."""
    if len(secret) != LENGTH:
        raise ValueError("A secret has 32 bytes.")
    parts: dict[int, bytes] = dict.fromkeys(HOLDERS, b"")
    for first, second in combinations(HOLDERS, 2):  # each holder's pieces stand in the order of the pairs
        pad = os.urandom(LENGTH)
        parts[first] += pad
        parts[second] += _xor(secret, pad)
    return {holder: _spell(holder, raw) for holder, raw in parts.items()}


def join(one: str, other: str) -> bytes:
    """The secret out of two different parts. KeyringError for a mistyped part or one twice."""
    (first, mine), (second, theirs) = sorted([_read(one), _read(other)])
    if first == second:
        raise KeyringError("These are two copies of one part. Two different ones are needed.")
    return _xor(_piece(first, mine, (first, second)), _piece(second, theirs, (first, second)))


def _piece(holder: int, raw: bytes, pair: tuple[int, int]) -> bytes:
    own = [found for found in combinations(HOLDERS, 2) if holder in found]
    start = own.index(pair) * LENGTH
    return raw[start : start + LENGTH]


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))


def _spell(holder: int, raw: bytes) -> str:
    body = bytes([holder]) + raw
    text = base64.b32encode(body + hashlib.sha256(body).digest()[:MARK]).decode().rstrip("=")
    return "-".join(text[start : start + 5] for start in range(0, len(text), 5))


def _read(text: str) -> tuple[int, bytes]:
    letters = "".join(text.upper().replace("-", " ").split())
    try:
        body = base64.b32decode(letters + "=" * (-len(letters) % 8))
    except ValueError:
        raise KeyringError("This part was not typed as it stands on the paper.") from None
    body, mark = body[:-MARK], body[-MARK:]
    if len(body) != 1 + 2 * LENGTH or hashlib.sha256(body).digest()[:MARK] != mark or body[0] not in HOLDERS:
        raise KeyringError("This part was not typed as it stands on the paper.")
    return body[0], body[1:]
