"""Topics, articles and what is said about them: dates, source, kin, and whether readers see them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
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

_DAYS = ("effective_from", "effective_until", "kind")  # by which readers see an article or do not


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
    """Those who publish set the mark; nobody takes it back: that would be a way round the second person.

    Nor does one person alone set days on which readers do not see it.
    """
    wanted = facts.get("is_emergency", article.is_emergency)
    days = [name for name in _DAYS if name in facts and facts[name] != getattr(article, name)]
    if days and article.is_emergency and isinstance(by, User):
        raise NotNow(_("Emergency contacts have no first and last day: two people take them from readers."))
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
    """Take an article from readers; its revisions stay citable.

    Emergency contacts go only when a second person says so too: after the first one they are still there.
    """
    if not can_publish(by):
        raise Refused(_("Only editors may publish articles."))
    article = Article.objects.select_for_update().get(pk=article.pk)
    if not article.is_published:
        raise NotNow(_("Readers do not see this article."))
    if article.is_emergency and isinstance(by, User) and article.withdrawal_by_id in {None, by.pk}:
        return _propose_withdrawal(article, by)
    article.is_published, article.withdrawal_by = False, None
    article.save()
    record("article.withdraw", article, by=by)
    tell_article_changed(article)
    return article


def _propose_withdrawal(article: Article, by: User) -> Article:
    if article.withdrawal_by_id == by.pk:
        raise NotNow(_("A second person must take this from readers. You cannot do it alone."))
    article.withdrawal_by = by
    article.save()
    record("article.propose_withdrawal", article, by=by)
    return article


@transaction.atomic
def keep_published(*, article: Article, by: Actor) -> Article:
    """Emergency contacts stay after all: the first yes to taking them from readers is forgotten."""
    if not can_publish(by):
        raise Refused(_("Only editors may publish articles."))
    article = Article.objects.select_for_update().get(pk=article.pk)
    if article.withdrawal_by_id is None:
        raise NotNow(_("Nobody asked to take this article from readers."))
    article.withdrawal_by = None
    article.save()
    record("article.keep_published", article, by=by)
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
