"""Topics, articles and what is said about them: dates, source, kin, and whether readers see them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.audit.actions import record
from knowledge.articles.models import Article, Topic
from knowledge.articles.notifications import tell_article_changed, tell_pages_changed
from knowledge.articles.permissions import can_edit, can_publish

FACTS = (
    "kind",
    "topic",
    "country",
    "source_language",
    "effective_from",
    "effective_until",
    "checked_on",
    "review_by",
    "confidence",
    "source_title",
    "source_url",
    "is_emergency",
)


@transaction.atomic
def keep_topic(*, slug: str, by: Actor, parent: Topic | None = None, **values: Any) -> Topic:
    """Make or change a topic; `values` are its other columns."""
    if not can_publish(by):
        raise Refused(_("Only editors may change topics."))
    topic, _made = Topic.objects.update_or_create(slug=slug, defaults={"parent": parent, **values})
    record("topic.keep", topic, by=by, fields=values)
    tell_pages_changed()
    return topic


@transaction.atomic
def create_article(*, slug: str, topic: Topic, by: Actor, **facts: Any) -> Article:
    """A new article without any text yet; readers see nothing of it."""
    if not can_edit(by):
        raise Refused(_("Only editors may write articles."))
    if Article.objects.filter(slug=slug).exists():
        raise NotNow(_("There is already an article with this short name."))
    article = Article(slug=slug, topic=topic)
    _set_facts(article, facts)
    article.save()
    record("article.create", article, by=by)
    return article


@transaction.atomic
def change_facts(*, article: Article, by: Actor, **facts: Any) -> Article:
    """Change what is said about an article rather than in it: dates, source, topic, country."""
    if not can_edit(by):
        raise Refused(_("Only editors may write articles."))
    _check_emergency(article, facts, by)
    changed = _set_facts(article, facts)
    if changed:
        article.save()
        record("article.facts", article, by=by, fields=changed)
        tell_article_changed(article)
    return article


def _check_emergency(article: Article, facts: dict[str, Any], by: Actor) -> None:
    """Those who publish set the mark; nobody takes it back: that would be a way round the second person."""
    wanted = facts.get("is_emergency", article.is_emergency)
    if wanted == article.is_emergency:
        return
    if not can_publish(by):
        raise Refused(_("Only editors may mark emergency contacts."))
    if not wanted:
        raise NotNow(_("Emergency contacts stay marked."))
    if any(revision.names for revision in article.revisions.all()):
        raise NotNow(_("A text with emergency contacts states its numbers itself: two people check them."))


def _set_facts(article: Article, facts: dict[str, Any]) -> list[str]:
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"Not a fact of an article: {', '.join(sorted(unknown))}")
    changed = [name for name, value in facts.items() if getattr(article, name) != value]
    for name in changed:
        setattr(article, name, facts[name])
    return changed


@transaction.atomic
def withdraw(*, article: Article, by: Actor) -> Article:
    """Take an article from readers; its revisions stay citable."""
    if not can_publish(by):
        raise Refused(_("Only editors may publish articles."))
    article = Article.objects.select_for_update().get(pk=article.pk)
    if not article.is_published:
        raise NotNow(_("Readers do not see this article."))
    article.is_published = False
    article.save()
    record("article.withdraw", article, by=by)
    tell_article_changed(article)
    return article


@transaction.atomic
def relate(*, article: Article, others: list[Article], by: Actor) -> None:
    """Name the related articles; an article is never related to itself."""
    if not can_edit(by):
        raise Refused(_("Only editors may write articles."))
    wanted = {other.pk for other in others if other.pk != article.pk}
    if wanted == set(article.related.values_list("pk", flat=True)):
        return
    article.related.set(wanted)
    record("article.facts", article, by=by, fields=["related"])
    tell_article_changed(article)
