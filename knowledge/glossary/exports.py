"""What goes out: the editors' changes or the whole glossary, in the shape the import reads."""

from __future__ import annotations

import json
from itertools import groupby
from operator import itemgetter
from typing import Any

from knowledge.glossary import queries, rules
from knowledge.glossary.models import Word


def changes() -> list[dict[str, Any]]:
    """What was changed here against the packaged words. One query."""
    ordered = Word.objects.order_by("concept", "language", "plain")
    rows = ordered.values_list("concept", "language", "text", "use")
    return [rules.entry_of(concept, list(held)) for concept, held in groupby(rows, key=itemgetter(0))]


def everything() -> list[dict[str, Any]]:
    """The whole glossary of today; words left out are not in it. One query."""
    return [_whole(entry) for _concept, entry in sorted(queries.entries_now().items())]


def _whole(entry: rules.Entry) -> dict[str, Any]:
    rows = [
        (entry["concept"], "" if name == "near" else name, text, _use(entry, name, text))
        for name in rules.LISTS
        for text in entry.get(name, [])
    ]
    return rules.entry_of(entry["concept"], rows)


def _use(entry: rules.Entry, name: str, text: str) -> str:
    language = "" if name == "near" else name
    return str(entry["uses"].get((language, rules.plain(text)), rules.Use.SAID.value))


def as_text(entries: list[dict[str, Any]]) -> str:
    """One concept on each line, so that a line number names it and a review reads well."""
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"[\n{lines}\n]\n"
