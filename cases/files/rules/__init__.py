"""Limits of files, the program that decodes them, and a PDF made of nothing but pictures."""

from __future__ import annotations

MEBIBYTE = 1024 * 1024
MOST_FILES = 10  # of one request
MOST_BYTES = 15 * MEBIBYTE  # of one file
MOST_BYTES_AT_ONCE = 20 * MEBIBYTE  # of all files sent with one form
MOST_PAGES = 100
MOST_PIXELS = 50_000_000  # of a picture; cameras of phones reach 50 megapixels
MOST_TRIES = 3  # of the worker, before a file that always kills it is refused
PART_BYTES = MEBIBYTE - 8  # with its length and nonce it still fits the step of padding


def parts_of(content: bytes) -> list[bytes]:
    """The pieces in which a file is sealed; the first says how long the whole is, so none can be cut off."""
    whole = len(content).to_bytes(8, "big") + content
    return [whole[start : start + PART_BYTES] for start in range(0, len(whole), PART_BYTES)]


def whole_of(parts: list[bytes]) -> bytes | None:
    """The file out of `parts_of`, or None when a piece is missing."""
    whole = b"".join(parts)
    size, content = int.from_bytes(whole[:8], "big"), whole[8:]
    return content if len(whole) >= 8 and len(content) == size else None
