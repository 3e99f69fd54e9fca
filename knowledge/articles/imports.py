"""Topics and articles from files, through the desk's own actions; what it refuses it says, and goes on."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_slug
from django.db import Error, transaction

from helpdesk import languages
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow
from knowledge.articles import actions
from knowledge.articles.models import Article, Confidence, Country, Kind, Topic

LARGEST_FILE = 20_000_000
LONGEST_TITLE = 200
_DATES = ("effective_from", "effective_until", "checked_on", "review_by")


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


def import_topics(path: Path | str, by: Actor) -> ImportResult:
    """Topics with their children: a list of `{slug, name: {lang: ...}, countries, icon, order, children}`."""
    result = ImportResult()
    items = _read(Path(path), "topics", result)
    for number, item in enumerate(items, 1):
        _guarded(result, number, item, lambda item=item: _keep_topic(item, None, by))
    return result


def _keep_topic(item: dict[str, Any], parent: Topic | None, by: Actor) -> str:
    slug = _slug(item)
    names = item.get("name", {})
    if not isinstance(names, dict) or not any(names.values()):
        raise BadItem("a topic needs a name")
    values: dict[str, Any] = {
        "icon": str(item.get("icon", "")),
        "order": int(item.get("order", 0)),
        "countries": [code for code in item.get("countries", Country.values) if code in Country.values],
        **{f"name_{code}": str(names.get(code, "")) or None for code in languages.CODES},
    }
    known = Topic.objects.filter(slug=slug).first()
    same = known is not None and known.parent_id == (parent.pk if parent else None)
    if known is not None and same and all(getattr(known, name) == value for name, value in values.items()):
        topic, outcome = known, "unchanged"
    else:
        topic = actions.keep_topic(slug=slug, parent=parent, by=by, **values)
        outcome = "updated" if known else "created"
    for child in item.get("children", []):
        _keep_topic(child, topic, by)
    return outcome


def import_articles(path: Path | str, by: Actor) -> ImportResult:
    """Articles from `{"articles": [...]}`, a list, or one article; from a folder, every `*.json` in it.

    Idempotent by slug: what is the same stays, what differs becomes a new published revision.
    """
    place = Path(path)
    result = ImportResult()
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    everything: list[tuple[int, dict[str, Any]]] = []
    for file in files:
        items = list(enumerate(_read(file, "articles", result), 1))
        for number, item in items:
            _guarded(result, number, item, lambda item=item: _keep_article(item, by))
        everything += items
    for number, item in everything:
        _relate(number, item, by, result)
    return result


def _keep_article(item: dict[str, Any], by: Actor) -> str:
    slug = _slug(item)
    texts = _texts(item)
    facts = _facts(item, texts)
    article = Article.objects.filter(slug=slug).first()
    made = article is None
    if article is None:
        article = actions.create_article(slug=slug, by=by, **facts)
    else:
        actions.change_facts(article=article, by=by, **facts)
    source = article.source_language
    changed = 0
    for language in sorted(texts, key=lambda code: code != source):
        title, summary, body = texts[language]
        if (title, summary, body) != article.text_in(language):
            draft = actions.save_draft(
                article=article, language=language, title=title, summary=summary, body=body, by=by
            )
            article = actions.publish(revision=draft, by=by)
            changed += 1
    return "created" if made else "updated" if changed else "unchanged"


def _texts(item: dict[str, Any]) -> dict[str, tuple[str, str, str]]:
    translations = item.get("translations")
    if not isinstance(translations, dict) or not translations:
        raise BadItem("no translations")
    found: dict[str, tuple[str, str, str]] = {}
    for language, text in translations.items():
        if language not in languages.CONTENT_CODES:
            raise BadItem(f"unknown language {language!r}")
        if not isinstance(text, dict):
            raise BadItem(f"the text in {language} is not an object")
        parts = [text.get(name, "") for name in ("title", "summary", "body")]
        if not all(isinstance(part, str) for part in parts):
            raise BadItem(f"title, summary and body in {language} must be texts")
        title, summary, body = (part.replace("\x00", "").strip() for part in parts)
        if not title or not body:
            raise BadItem(f"title or body is empty in {language}")
        if len(title) > LONGEST_TITLE:
            raise BadItem(f"the title in {language} is too long")
        found[language] = (title, summary, body)
    return found


def _facts(item: dict[str, Any], texts: dict[str, tuple[str, str, str]]) -> dict[str, Any]:
    country = {"both": ""}.get(str(item.get("country", "")), str(item.get("country", "")))
    if country and country not in Country.values:
        raise BadItem(f"unknown country {country!r}")
    topic = Topic.objects.filter(slug=str(item.get("topic", ""))).first()
    if topic is None:
        raise BadItem(f"unknown topic {item.get('topic')!r}")
    source = item.get("source_language") or next(code for code in languages.CONTENT_CODES if code in texts)
    if source not in texts:
        raise BadItem(f"there is no text in the source language {source!r}")
    origin = item.get("source")
    origin = origin if isinstance(origin, dict) else {}
    facts: dict[str, Any] = {
        "topic": topic,
        "country": country,
        "source_language": source,
        "kind": _one_of(item, "kind", Kind.values, Kind.ARTICLE),
        "confidence": _one_of(item, "confidence", Confidence.values, Confidence.UNVERIFIED),
        "source_title": str(item.get("source_title") or origin.get("title") or "")[:200],
        "source_url": _address(item.get("source_url") or origin.get("url") or ""),
    }
    return facts | {name: _date(item, name) for name in _DATES}


def _one_of(item: dict[str, Any], name: str, values: list[str], default: str) -> str:
    value = str(item.get(name) or default)
    if value not in values:
        raise BadItem(f"{name} must be one of {', '.join(values)}, not {value!r}")
    return value


def _date(item: dict[str, Any], name: str) -> dt.date | None:
    value = item.get(name)
    if not value:
        return None
    try:
        return dt.date.fromisoformat(str(value))
    except ValueError:
        raise BadItem(f"{name} must be a date like 2026-05-31, not {value!r}") from None


def _address(value: object) -> str:
    text = str(value).strip()
    if text:
        try:
            URLValidator(schemes=["http", "https"])(text)
        except ValidationError:
            raise BadItem(f"the address of the source cannot be read: {text[:80]!r}") from None
    return text


def _slug(item: dict[str, Any]) -> str:
    slug = str(item.get("slug", ""))
    try:
        validate_slug(slug)
    except ValidationError:
        raise BadItem(f"the slug must be letters, digits and hyphens, not {slug[:60]!r}") from None
    return slug


def _relate(number: int, item: object, by: Actor, result: ImportResult) -> None:
    names = item.get("related") if isinstance(item, dict) else None
    article = Article.objects.filter(slug=str(item.get("slug"))).first() if isinstance(item, dict) else None
    if article is None or not isinstance(names, list):
        return
    others = list(Article.objects.filter(slug__in=[str(name) for name in names]))
    missing = {str(name) for name in names} - {other.slug for other in others}
    if missing:
        result.refused.append(Refusal(number, article.slug, f"no such related: {', '.join(sorted(missing))}"))
    actions.relate(article=article, others=others, by=by)


def _guarded(result: ImportResult, number: int, item: object, work: Any) -> None:
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


def _read(path: Path, name: str, result: ImportResult) -> Iterator[Any]:
    """The items of a file; nothing, with a refusal that names the line, when it is not readable JSON."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadItem(f"{path.name} is too large")
        content = json.loads(path.read_text("utf-8"))
    except json.JSONDecodeError as broken:
        result.refused.append(Refusal(0, path.name, f"line {broken.lineno}: {broken.msg}"))
        return iter(())
    except (OSError, UnicodeDecodeError, BadItem) as broken:
        result.refused.append(Refusal(0, path.name, str(broken)))
        return iter(())
    if isinstance(content, dict):
        content = content.get(name, [content])
    if not isinstance(content, list):
        result.refused.append(Refusal(0, path.name, f"expected a list of {name}"))
        return iter(())
    return iter(content)
