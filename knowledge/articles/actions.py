"""Writing and publishing: the only place where revisions and live texts change."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk import languages
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from knowledge.articles import rules
from knowledge.articles.models import Article, Revision, RevisionState, Significance, Topic
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
    changed = _set_facts(article, facts)
    if changed:
        article.save()
        record("article.facts", article, by=by, fields=changed)
        tell_article_changed(article)
    return article


def _set_facts(article: Article, facts: dict[str, Any]) -> list[str]:
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise TypeError(f"Not a fact of an article: {', '.join(sorted(unknown))}")
    changed = [name for name, value in facts.items() if getattr(article, name) != value]
    for name in changed:
        setattr(article, name, facts[name])
    return changed


@transaction.atomic
def save_draft(
    *,
    article: Article,
    language: str,
    title: str,
    summary: str,
    body: str,
    by: Actor,
    significance: str = Significance.CLARIFICATION,
) -> Revision:
    """Keep a draft of one language; there is one at a time, and published revisions never change."""
    if not can_edit(by):
        raise Refused(_("Only editors may write articles."))
    if language not in languages.CONTENT_CODES:
        raise NotNow(_("Articles are not written in this language."))
    if not title.strip() or not body.strip():
        raise NotNow(_("An article needs a title and a text."))
    if len(body) > rules.LONGEST_BODY:
        raise NotNow(_("This text is too long."))
    Article.objects.select_for_update().get(pk=article.pk)
    revision = article.revisions.drafts().filter(language=language).first()
    if revision is None:
        last = article.revisions.filter(language=language).aggregate(last=Max("number"))["last"]
        revision = Revision(article=article, language=language, number=(last or 0) + 1)
    revision.title, revision.summary, revision.body = title.strip(), summary.strip(), body.strip()
    revision.significance = significance
    revision.section_hashes = rules.section_hashes(revision.title, revision.summary, revision.body)
    revision.made_from = [] if language == article.source_language else article.source_hashes
    revision.author = by if isinstance(by, User) else None
    revision.save()
    record("article.draft", article, by=by, fields=[f"body_{language}"])
    return revision


@transaction.atomic
def publish(*, revision: Revision, by: Actor) -> Article:
    """Make a draft what readers see, and the search index what the article says, in one transaction."""
    if not can_publish(by):
        raise Refused(_("Only editors may publish articles."))
    article = Article.objects.select_for_update().get(pk=revision.article_id)
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    if revision.state != RevisionState.DRAFT:
        raise NotNow(_("This version is published already."))
    if revision.language == article.source_language:
        before = article.revisions.published().filter(language=revision.language).latest_first().first()
        article.source_hashes = rules.source_hashes_after(
            known=article.source_hashes,
            before=before.section_hashes if before else [],
            after=revision.section_hashes,
            typo=revision.significance == Significance.TYPO,
        )
    revision.state, revision.published_at = RevisionState.PUBLISHED, timezone.now()
    revision.save()
    for name in ("title", "summary", "body"):
        setattr(article, f"{name}_{revision.language}", getattr(revision, name))
    article.is_published = True
    article.save()
    record("article.publish", article, by=by, fields=[f"body_{revision.language}"])
    tell_article_changed(article)
    return article


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
