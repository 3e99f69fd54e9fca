"""Fields of canned replies: which there are, which a text asks for, and how they are filled. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from helpdesk import languages

# Filled from the request itself, from an article that is chosen, by a day, or by a few words.
FIELDS: dict[str, str] = {
    "alias": "known",
    "office": "known",
    "link": "article",
    "date": "day",
    "time": "words",
    "place": "words",
    "paper": "words",
    "sum": "words",
    "days": "number",
}
LONGEST_VALUE = 80
_FIELD = re.compile(r"\{([^{}\n]*)\}")
_LOOSE = re.compile(r"[{}]")


def fields_in(text: str) -> list[str]:
    """The names in braces, each once, as they come."""
    return list(dict.fromkeys(name.strip() for name in _FIELD.findall(text)))


def what_is_wrong(texts: Mapping[str, str]) -> tuple[str, str] | None:
    """The first language that cannot be kept, and why: empty, unknown, loose, other."""
    wanted: set[str] | None = None
    for code in languages.CODES:
        text = texts.get(code, "")
        found = set(fields_in(text))
        if not text.strip():
            return code, "empty"
        if found - FIELDS.keys():
            return code, "unknown"
        if _LOOSE.search(_FIELD.sub("", text)):
            return code, "loose"
        if wanted is not None and found != wanted:
            return code, "other"
        wanted = found
    return None


def missing_in(text: str, values: Mapping[str, str]) -> list[str]:
    """The fields of a text for which nothing was given."""
    return [name for name in fields_in(text) if not values.get(name, "").strip()]


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its fields filled; what stands in a value is never read as a field itself."""
    if lacking := missing_in(text, values):
        raise ValueError(f"fields without a value: {', '.join(lacking)}")
    return _FIELD.sub(lambda match: values[match[1].strip()].strip(), text).strip()
