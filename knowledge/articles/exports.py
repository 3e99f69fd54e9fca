"""What goes out to another centre: topics, fact values and published articles, in the shape imports read."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from helpdesk import languages
from knowledge.articles.models import Article, FactValue, Revision, Topic


def _day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _by_language(thing: Topic | FactValue, name: str) -> dict[str, str]:
    return {code: text for code in languages.CODES if (text := getattr(thing, f"{name}_{code}"))}


def topics() -> list[dict[str, Any]]:
    """The topics of the first level, each with the ones under it. One query."""
    children: dict[int | None, list[Topic]] = defaultdict(list)
    for topic in Topic.objects.order_by("order", "slug"):
        children[topic.parent_id].append(topic)
    return [_topic(topic, children) for topic in children[None]]


def _topic(topic: Topic, children: dict[int | None, list[Topic]]) -> dict[str, Any]:
    return {
        "slug": topic.slug,
        "name": _by_language(topic, "name"),
        "icon": topic.icon,
        "order": topic.order,
        "countries": list(topic.countries),
        "children": [_topic(child, children) for child in children[topic.pk]],
    }


def facts() -> list[dict[str, Any]]:
    """Every fact value. One query."""
    return [
        {
            "name": value.name,
            "value": value.value,
            "wording": {
                code: said for code in languages.CODES if (said := getattr(value, f"wording_{code}"))
            },
            "note": value.note,
            "source": {"title": value.source_title, "url": value.source_url},
            "checked_on": _day(value.checked_on),
            "review_by": _day(value.review_by),
        }
        for value in FactValue.objects.order_by("name")
    ]


def articles() -> list[dict[str, Any]]:
    """The articles that are published, with their live texts; values stay named in them. Three queries."""
    live: dict[int, dict[str, Revision]] = defaultdict(dict)
    for revision in Revision.objects.live():
        live[revision.article_id][revision.language] = revision
    published = Article.objects.filter(is_published=True).select_related("topic").order_by("slug")
    return [_article(article, live[article.pk]) for article in published.prefetch_related("related")]


def _article(article: Article, live: dict[str, Revision]) -> dict[str, Any]:
    days = ("checked_on", "review_by", "effective_from", "effective_until")
    return {
        "slug": article.slug,
        "topic": article.topic.slug,
        "country": article.country or "both",
        "kind": article.kind,
        "source_language": article.source_language,
        "is_emergency": article.is_emergency,
        "confidence": article.confidence,
        "source": {"title": article.source_title, "url": article.source_url},
        **{name: _day(getattr(article, name)) for name in days},
        "related": sorted(other.slug for other in article.related.all()),
        "translations": {
            code: {"title": live[code].title, "summary": live[code].summary, "body": live[code].body}
            for code in languages.CONTENT_CODES
            if code in live
        },
    }
