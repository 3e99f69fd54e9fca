"""Topics and articles for tests, made through the real actions so that the index follows."""

from __future__ import annotations

from typing import Any

from helpdesk.accounts.actors import Actor, System
from knowledge.articles import actions
from knowledge.articles.models import Article, FactValue, Topic

BY = System("tests")
TEXTS = {
    "be": (
        "Нумар PESEL",
        "Навошта патрэбны PESEL і як яго атрымаць.",
        "## Крокі\n\nСхадзіце ва ўрад гміны з пашпартам.",
    ),
    "pl": ("Numer PESEL", "Po co PESEL i jak go dostać.", "## Kroki\n\nIdź do urzędu gminy z paszportem."),
}


def make_topic(slug: str = "documents", *, by: Actor = BY, **values: Any) -> Topic:
    """A topic that is on in both countries."""
    names = {f"name_{code}": f"{slug} {code}" for code in ("be", "ru", "pl", "lt", "en")}
    return actions.keep_topic(slug=slug, by=by, **({"countries": ["PL", "LT"]} | names | values))


def make_article(
    slug: str = "pl-pesel",
    texts: dict[str, tuple[str, str, str]] | None = None,
    *,
    topic: Topic | None = None,
    by: Actor = BY,
    **facts: Any,
) -> Article:
    """A published article; `texts` maps languages to title, summary and body, the first is the source."""
    texts = texts or TEXTS
    facts = {"country": "PL", "source_language": next(iter(texts))} | facts
    topic = topic or Topic.objects.filter(slug="documents").first() or make_topic()
    article = actions.create_article(slug=slug, topic=topic, by=by, **facts)
    for language, text in texts.items():
        article = publish_text(article, language, *text, by=by)
    return article


def publish_text(
    article: Article, language: str, title: str, summary: str, body: str, *, by: Actor = BY, **more: Any
) -> Article:
    """Write and publish one language."""
    draft = actions.save_draft(
        article=article, language=language, title=title, summary=summary, body=body, by=by, **more
    )
    return actions.publish(revision=draft, by=by)


def make_value(name: str = "pl-fee", value: str = "340", *, by: Actor = BY, **fields: Any) -> FactValue:
    """A fact value that texts name as {{fact:name}}."""
    return actions.keep_value(name=name, value=value, by=by, **fields)[0]
