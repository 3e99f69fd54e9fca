"""Reading files of items: one item whole or not at all, and a reason for what stayed outside."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_slug
from django.db import Error, transaction

from helpdesk.accounts.errors import NotNow

LARGEST_FILE = 20_000_000
_NOTHING = object()  # of a file that could not be read


@dataclass(frozen=True)
class Refusal:
    """One item that stayed outside, and why."""

    item: int  # counted from 1
    slug: str
    reason: str
    line: int = 0  # on which it begins; 0: the file as a whole
    is_malformed: bool = True  # False: well-formed, but it names something that is not here

    def __str__(self) -> str:
        place = f"line {self.line}, " if self.line else ""
        return f"{place}item {self.item} ({self.slug or 'no slug'}): {self.reason}"


@dataclass
class ImportResult:
    """What an import did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)
    notes: list[Refusal] = field(default_factory=list)  # taken, but something about it is worth knowing

    def add(self, other: ImportResult) -> None:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.refused += other.refused
        self.notes += other.notes


class BadItem(ValueError):
    """An item that cannot be taken as it is; the message says why."""


class NotHere(BadItem):
    """An item that is well-formed, but names something this house does not have."""


def one_of(item: dict[str, Any], name: str, values: list[str], default: str) -> str:
    value = str(item.get(name) or default)
    if value not in values:
        raise BadItem(f"{name} must be one of {', '.join(values)}, not {value!r}")
    return value


def date_of(item: dict[str, Any], name: str) -> dt.date | None:
    value = item.get(name)
    if not value:
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise BadItem(f"{name} must be a date like 2026-05-31, not {value!r}") from None


def address_of(value: object) -> str:
    text = str(value).strip()
    if text:
        try:
            URLValidator(schemes=["http", "https"])(text)
        except ValidationError:
            raise BadItem(f"the address of the source cannot be read: {text[:80]!r}") from None
    return text


def slug_of(item: dict[str, Any]) -> str:
    slug = str(item.get("slug", ""))
    try:
        validate_slug(slug)
    except ValidationError:
        raise BadItem(f"the slug must be letters, digits and hyphens, not {slug[:60]!r}") from None
    return slug


class Placed(dict[str, Any]):
    """An item that knows the line on which it begins."""

    line = 0


def guarded(result: ImportResult, number: int, item: object, work: Any) -> None:
    """Take one item whole or not at all, and note which."""
    line = item.line if isinstance(item, Placed) else 0
    slug = str(item.get("slug", "")) if isinstance(item, dict) else ""
    try:
        if not isinstance(item, dict):
            raise BadItem("not an object")
        with transaction.atomic():
            outcome = work()
    except (BadItem, NotNow) as refused:
        is_malformed = not isinstance(refused, NotHere | NotNow)
        result.refused.append(Refusal(number, slug[:80], str(refused), line, is_malformed))
    except (Error, TypeError, ValueError) as broken:
        reason = f"{type(broken).__name__}: {str(broken)[:120]}"
        result.refused.append(Refusal(number, slug[:80], reason, line))
    else:
        setattr(result, outcome, getattr(result, outcome) + 1)


def read_items(path: Path, name: str, result: ImportResult) -> Iterator[Any]:
    """The items of a file; nothing, with a refusal that names the line, when it is not readable JSON."""
    content = _content(path, result)
    if content is _NOTHING:
        return iter(())
    at = None
    if isinstance(content, dict):
        at = re.search(rf'"{name}"\s*:\s*\[', path.read_text("utf-8")) if name in content else None
        content = content.get(name, [content])
    if not isinstance(content, list):
        result.refused.append(Refusal(0, path.name, f"expected a list of {name}"))
        return iter(())
    return _placed(content, path.read_text("utf-8"), at.end() if at else 0)


def _placed(items: list[Any], text: str, at: int) -> Iterator[Any]:
    """The items with their lines: each is read once more where it stands."""
    decoder, skip = json.JSONDecoder(), re.compile(r"[\s,]*")
    if at == 0 and text.lstrip().startswith("["):
        at = text.index("[") + 1
    line = 1 + text.count("\n", 0, at)
    for item in items:
        begins = skip.match(text, at).end()  # type: ignore[union-attr]
        line += text.count("\n", at, begins)
        ends = decoder.raw_decode(text, begins)[1]
        if isinstance(item, dict):
            item = Placed(item)
            item.line = line
        line, at = line + text.count("\n", begins, ends), ends
        yield item


def parts_of(path: Path, names: Iterable[str], result: ImportResult) -> list[str]:
    """Which of these lists a package holds; a refusal when it is no package."""
    content = _content(path, result)
    if result.refused:
        return []
    found = [name for name in names if isinstance(content, dict) and name in content]
    if not found:
        result.refused.append(Refusal(0, path.name, f"{path.name} holds none of: {', '.join(names)}"))
    return found


def _content(path: Path, result: ImportResult) -> Any:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadItem(f"{path.name} is too large")
        return json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as broken:
        result.refused.append(Refusal(0, path.name, f"line {broken.lineno}: {broken.msg}"))
    except (OSError, UnicodeDecodeError, RecursionError, BadItem) as broken:
        result.refused.append(Refusal(0, path.name, str(broken)))
    return _NOTHING
