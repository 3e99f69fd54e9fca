"""The states of a file, and why one is not taken."""

from __future__ import annotations

from enum import StrEnum


class FileState(StrEnum):
    """Nobody sees anything of a file before it is clean; there is no way back from refused."""

    QUARANTINED = "quarantined"
    CLEAN = "clean"
    REFUSED = "refused"


class FileKind(StrEnum):
    """What the decoder found, whatever the name said."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"


class Trouble(StrEnum):
    """Why a file was refused."""

    KIND = "kind"  # none of the four kinds
    BROKEN = "broken"  # cut off, damaged, or made to deceive
    PIXELS = "pixels"  # a picture larger than any camera makes
    PAGES = "pages"
    LOCKED = "locked"  # a PDF with a password
    HEAVY = "heavy"  # took too much time or memory
    VIRUS = "virus"
    GONE = "gone"  # its sealed bytes do not open any more


class Part(StrEnum):
    """What one stored piece belongs to."""

    ORIGINAL = "original"
    PAGE = "page"
