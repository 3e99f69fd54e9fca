"""Topics and articles from files, through the desk's own actions; what it refuses it says, and goes on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from helpdesk import languages
from helpdesk.accounts.actors import Actor
from helpdesk.ui.forms import plain_text
from knowledge.articles import actions
from knowledge.articles.imports.reading import (
    BadItem,
    ImportResult,
    NotHere,
    Refusal,
    address_of,
    date_of,
    guarded,
    one_of,
    read_items,
    slug_of,
)
from knowledge.articles.imports.values import import_facts
from knowledge.articles.models import Article, Confidence, Country, Kind, Topic
from knowledge.articles.rules import LONGEST_BODY

LONGEST_TITLE = 200
_DATES = ("effective_from", "effective_until", "checked_on", "review_by")


def import_topics(path: Path | str, by: Actor) -> ImportResult:
    """Topics with their children: a list of `{slug, name: {lang: ...}, countries, icon, order, children}`."""
    result = ImportResult()
    items = read_items(Path(path), "topics", result)
    for number, item in enumerate(items, 1):
        guarded(result, number, item, lambda item=item: _keep_topic(item, None, by))
    return result


def _keep_topic(item: dict[str, Any], parent: Topic | None, by: Actor) -> str:
    slug = slug_of(item)
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
    """Articles from `{"articles": [...]}`, a list, or one article; from a folder, every `*.json` in it,
    after the values of a `facts.json` beside the folder.

    Idempotent by slug: what is the same stays, what differs becomes a new published revision.
    """
    place = Path(path)
    result = ImportResult()
    files = sorted(place.glob("*.json")) if place.is_dir() else [place]
    values = place.resolve().parent / "facts.json"
    if place.is_dir() and values.exists():
        result.refused += import_facts(values, by).refused
    everything: list[tuple[int, dict[str, Any]]] = []
    for file in files:
        items = list(enumerate(read_items(file, "articles", result), 1))
        for number, item in items:
            guarded(result, number, item, lambda item=item: _keep_article(item, by))
        everything += items
    for number, item in everything:
        _relate(number, item, by, result)
    return result


def _keep_article(item: dict[str, Any], by: Actor) -> str:
    actions.one_publisher()
    slug = slug_of(item)
    texts = _texts(item)
    facts = _facts(item, texts)
    article = Article.objects.filter(slug=slug).first()
    made = article is None
    if article is None:
        article = actions.create_article(slug=slug, by=by, **facts)
    else:
        actions.change_facts(article=article, by=by, **facts)
    source = article.source_language
    known = {revision.language: revision for revision in article.revisions.live()}
    changed = 0
    for language in sorted(texts, key=lambda code: code != source):
        title, summary, body = texts[language]
        live = known.get(language)
        if live is None or (title, summary, body) != (live.title, live.summary, live.body):
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
        title, summary, body = (plain_text(part).strip() for part in parts)
        _check_lengths(title, body, language)
        found[language] = (title, summary, body)
    return found


def _check_lengths(title: str, body: str, language: str) -> None:
    if not title or not body:
        raise BadItem(f"title or body is empty in {language}")
    if len(title) > LONGEST_TITLE:
        raise BadItem(f"the title in {language} is too long")
    if len(body) > LONGEST_BODY:
        raise BadItem(f"the text in {language} is too long")


def _facts(item: dict[str, Any], texts: dict[str, tuple[str, str, str]]) -> dict[str, Any]:
    country = {"both": ""}.get(str(item.get("country", "")), str(item.get("country", "")))
    if country and country not in Country.values:
        raise BadItem(f"unknown country {country!r}")
    topic = Topic.objects.filter(slug=str(item.get("topic", ""))).first()
    if topic is None:
        raise NotHere(f"unknown topic {item.get('topic')!r}")
    source = item.get("source_language") or next(code for code in languages.CONTENT_CODES if code in texts)
    if source not in texts:
        raise BadItem(f"there is no text in the source language {source!r}")
    origin = item.get("source")
    origin = origin if isinstance(origin, dict) else {}
    facts: dict[str, Any] = {
        "topic": topic,
        "country": country,
        "source_language": source,
        "kind": one_of(item, "kind", Kind.values, Kind.ARTICLE),
        "confidence": one_of(item, "confidence", Confidence.values, Confidence.UNVERIFIED),
        "source_title": str(item.get("source_title") or origin.get("title") or "")[:200],
        "source_url": address_of(item.get("source_url") or origin.get("url") or ""),
    }
    if "is_emergency" in item:
        facts["is_emergency"] = item["is_emergency"] is True
    return facts | {name: date_of(item, name) for name in _DATES}


def _relate(number: int, item: object, by: Actor, result: ImportResult) -> None:
    names = item.get("related") if isinstance(item, dict) else None
    article = Article.objects.filter(slug=str(item.get("slug"))).first() if isinstance(item, dict) else None
    if article is None or not isinstance(names, list):
        return
    others = list(Article.objects.filter(slug__in=[str(name) for name in names]))
    missing = {str(name) for name in names} - {other.slug for other in others}
    if missing:
        reason = f"no such related: {', '.join(sorted(missing))}"
        result.notes.append(Refusal(number, article.slug, reason, getattr(item, "line", 0)))
    actions.relate(article=article, others=others, by=by)
