"""Fact values from a file: `{"facts": [{name, value, wording: {lang: ...}, source, checked_on, ...}]}`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpdesk import languages
from helpdesk.accounts.actors import Actor
from knowledge.articles import actions
from knowledge.articles.imports.reading import (
    BadItem,
    ImportResult,
    Placed,
    address_of,
    date_of,
    guarded,
    read_items,
    slug_of,
)
from knowledge.articles.models import FactValue

_LONGEST = {"value": 120, "note": 200}


def import_facts(path: Path | str, by: Actor) -> ImportResult:
    """Values by name, idempotent; a changed value is said by every article that states it."""
    result = ImportResult()
    for number, item in enumerate(read_items(Path(path), "facts", result), 1):
        named = item
        if isinstance(item, Placed):
            named = Placed({"slug": item.get("name", ""), **item})
            named.line = item.line
        guarded(result, number, named, lambda item=named: _keep(item, by))
    return result


def _keep(item: dict[str, Any], by: Actor) -> str:
    name = slug_of(item)
    if len(name) > FactValue._meta.get_field("name").max_length:  # type: ignore[operator]
        raise BadItem("the name is too long")
    wording = item.get("wording") or {}
    if not isinstance(wording, dict) or set(wording) - set(languages.CODES):
        raise BadItem("wording maps languages to words")
    origin = item.get("source")
    origin = origin if isinstance(origin, dict) else {}
    fields: dict[str, Any] = {field: _text(item.get(field, ""), field) for field in _LONGEST}
    if not fields["value"]:
        raise BadItem("a value cannot be empty")
    fields |= {f"wording_{code}": _text(wording.get(code, ""), "value") for code in languages.CODES}
    fields |= {
        "source_title": str(origin.get("title") or "")[:200],
        "source_url": address_of(origin.get("url") or ""),
    }
    fields |= {day: date_of(item, day) for day in ("checked_on", "review_by")}
    return actions.keep_value(name=name, by=by, **fields)[1]


def _text(value: object, field: str) -> str:
    text = str(value).strip()
    if len(text) > _LONGEST[field]:
        raise BadItem(f"{field} is longer than {_LONGEST[field]} characters")
    return text
