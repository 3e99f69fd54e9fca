"""What may be written into the access log: names and opaque ids; free text is made harmless first."""

from __future__ import annotations

import re
import unicodedata

VERB = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*")
FIELD = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,79}")
REASON_LENGTH = 200
CUT = "audit.cut"  # the entry that says up to where the log was cut off


def checked_verb(verb: str) -> str:
    """The verb, if it is dotted lower-case words. Raises ValueError otherwise."""
    if not VERB.fullmatch(verb) or len(verb) > 64:
        raise ValueError("A verb of the access log is dotted lower-case words.")
    return verb


def checked_fields(fields: list[str]) -> list[str]:
    """The names, if none of them could be a value. Raises ValueError otherwise, without repeating it."""
    if not all(FIELD.fullmatch(name) for name in fields):
        raise ValueError("The access log takes field names, never values.")
    return fields


def harmless(text: str) -> str:
    """One short line without markup, control characters, terminal codes or text-direction tricks."""
    text = re.sub(r"\x1b\[[0-?]*[ -/]*[@-~]", "", text)
    text = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text)
    text = text.translate({ord("<"): "‹", ord(">"): "›", ord("&"): "+", ord('"'): "”", ord("'"): "’"})
    return " ".join(text.split())[:REASON_LENGTH]
