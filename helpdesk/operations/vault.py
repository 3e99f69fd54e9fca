"""Files sealed to the operations key: written and read in pieces, useless to whoever finds them.

magic (8) | length of head (4) | head as JSON | length of wrapped key (2) | wrapped key | pieces.
A piece: length (4) | AES-256-GCM. Its nonce is its number; what it is bound to says whether it is the last,
so that a file that was cut off, mixed or reordered does not open.
"""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpdesk.sealing import ciphers

MAGIC = b"GANAKBK1"
PIECE = 1024 * 1024
MOST_HEAD = 64 * 1024
TAG = 16
PUBLIC, PRIVATE = "ganak-operations-public-1", "ganak-operations-private-1"


class Unreadable(Exception):
    """The file is not one of ours, was changed or cut off, or is sealed to another key."""


def new_key(public_file: Path, private_file: Path) -> None:
    """A pair for backups. Raises FileExistsError rather than replace one."""
    private, public = ciphers.new_pair()
    for path, word, half, mode in (
        (private_file, PRIVATE, private, 0o600),
        (public_file, PUBLIC, public, 0o644),
    ):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with os.fdopen(handle, "w") as file:
            file.write(f"{word} {base64.b64encode(half).decode()}\n")


def read_key(path: Path, word: str) -> bytes:
    """One half from its file. Raises Unreadable."""
    try:
        found, _space, text = path.read_text().strip().partition(" ")
        half = base64.b64decode(text, validate=True)
    except (OSError, ValueError):
        raise Unreadable(f"There is no key at {path}.") from None
    if found != word or len(half) != 32:
        raise Unreadable(f"{path} is not a file of {word}.")
    return half


def write(out: IO[bytes], pieces: Iterable[bytes], *, head: dict[str, Any], public: bytes) -> int:
    """Seals what `pieces` gives, whatever their sizes, in memory of a few pieces; how many bytes went in."""
    told = json.dumps(head, sort_keys=True).encode()
    key = ciphers.new_key()
    wrapped = ciphers.SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), MAGIC + told)
    out.write(MAGIC + len(told).to_bytes(4, "big") + told + len(wrapped).to_bytes(2, "big") + wrapped)
    cipher, total = AESGCM(key), 0
    for number, (content, is_last) in enumerate(_even(pieces)):
        total += len(content)
        sealed = cipher.encrypt(_nonce(number), content, b"last" if is_last else b"more")
        out.write(len(sealed).to_bytes(4, "big") + sealed)
    return total


def read_head(source: IO[bytes]) -> dict[str, Any]:
    """What the file says of itself; only opening it proves that."""
    try:
        return dict(json.loads(_told(source)))
    except ValueError:
        raise Unreadable("The head of the backup is damaged.") from None


def read(source: IO[bytes], *, private: bytes) -> Iterator[bytes]:
    """The content in pieces. Raises Unreadable, at the latest at the end: trust nothing before that."""
    told = _told(source)
    wrapped = _exactly(source, int.from_bytes(_exactly(source, 2), "big"))
    try:
        key = ciphers.SUITE.decrypt(wrapped, X25519PrivateKey.from_private_bytes(private), MAGIC + told)
    except (InvalidTag, ValueError):
        raise Unreadable("The backup is sealed to another key, or was changed.") from None
    yield from _opened(source, AESGCM(key))


def _told(source: IO[bytes]) -> bytes:
    if source.read(len(MAGIC)) != MAGIC:
        raise Unreadable("This is not a sealed backup.")
    return _exactly(source, min(int.from_bytes(_exactly(source, 4), "big"), MOST_HEAD))


def _opened(source: IO[bytes], cipher: AESGCM) -> Iterator[bytes]:
    number, size = 0, _exactly(source, 4)
    while size:
        sealed = _exactly(source, min(int.from_bytes(size, "big"), PIECE + TAG))
        size = source.read(4)
        try:
            yield cipher.decrypt(_nonce(number), sealed, b"more" if size else b"last")
        except InvalidTag:
            raise Unreadable("The backup was changed or cut off.") from None
        number += 1


def _even(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in pieces of one size, and whether it is the last; at least one."""
    rest = bytearray()
    for piece in pieces:
        rest += piece
        while len(rest) > PIECE:
            yield bytes(rest[:PIECE]), False
            del rest[:PIECE]
    yield bytes(rest), True


def _nonce(number: int) -> bytes:
    return number.to_bytes(12, "big")  # one key for each file, so a number is never used twice


def _exactly(source: IO[bytes], size: int) -> bytes:
    content = source.read(size)
    if len(content) != size:
        raise Unreadable("The backup was cut off.")
    return content
