"""Reading files of items: one item whole or not at all, and a reason for what stayed outside."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_slug
from django.db import Error, transaction

from helpdesk.accounts.errors import NotNow

LARGEST_FILE = 20_000_000


@dataclass(frozen=True)
class Refusal:
    """One item that stayed outside, and why."""

    item: int  # counted from 1
    slug: str
    reason: str

    def __str__(self) -> str:
        return f"item {self.item} ({self.slug or 'no slug'}): {self.reason}"


@dataclass
class ImportResult:
    """What an import did."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def add(self, other: ImportResult) -> None:
        self.created += other.created
        self.updated += other.updated
        self.unchanged += other.unchanged
        self.refused += other.refused


class BadItem(ValueError):
    """An item that cannot be taken as it is; the message says why."""


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


def guarded(result: ImportResult, number: int, item: object, work: Any) -> None:
    """Take one item whole or not at all, and note which."""
    slug = str(item.get("slug", "")) if isinstance(item, dict) else ""
    try:
        if not isinstance(item, dict):
            raise BadItem("not an object")
        with transaction.atomic():
            outcome = work()
    except (BadItem, NotNow) as refused:
        result.refused.append(Refusal(number, slug[:80], str(refused)))
    except (Error, TypeError, ValueError) as broken:
        result.refused.append(Refusal(number, slug[:80], f"{type(broken).__name__}: {str(broken)[:120]}"))
    else:
        setattr(result, outcome, getattr(result, outcome) + 1)


def read_items(path: Path, name: str, result: ImportResult) -> Iterator[Any]:
    """The items of a file; nothing, with a refusal that names the line, when it is not readable JSON."""
    content = _content(path, result)
    if content is None:
        return iter(())
    if isinstance(content, dict):
        content = content.get(name, [content])
    if not isinstance(content, list):
        result.refused.append(Refusal(0, path.name, f"expected a list of {name}"))
        return iter(())
    return iter(content)


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
    return None
