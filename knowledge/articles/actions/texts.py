"""Writing and publishing texts: the only place where revisions and live texts change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk import languages
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from knowledge.articles import rules
from knowledge.articles.models import Article, FactValue, Revision, RevisionState, Significance
from knowledge.articles.notifications import tell_article_changed
from knowledge.articles.permissions import can_edit, can_publish

_LOCK = 0x66616374  # publishing and changing a value: one at a time, or a text could keep an old value
_TEXT = ("title", "summary", "body")


def one_publisher() -> None:
    """Wait for whoever publishes or changes a value. Taken before any row and before the access log."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


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
    made_from: Sequence[str] | None = None,
    based_on: str | None = None,
    quietly: bool = False,
) -> Revision:
    """Keep a draft of one language; there is one at a time, and published revisions never change.

    `made_from` are the source's section hashes that the translator saw (today's without it); `based_on` is
    the stamp of the draft she began with: when somebody else changed it since, nothing is overwritten.
    Saved `quietly`, by itself, a draft of the same author is not logged again.
    """
    if not can_edit(by):
        raise Refused(_("Only editors may write articles."))
    text = {"title": title.strip(), "summary": summary.strip(), "body": body.strip()}
    _check_text(article, language, text)
    Article.objects.select_for_update().get(pk=article.pk)
    lying = article.revisions.drafts().filter(language=language).first()
    author = by if isinstance(by, User) else None
    is_own = lying is not None and lying.author == author
    if lying is not None and not is_own and based_on is not None and based_on != stamp(lying):
        raise NotNow(_("Somebody else changed this draft meanwhile. Copy your text and load the page again."))
    if lying is not None and lying.significance == significance and _text_of(lying) == text:
        return lying
    revision = lying or Revision(article=article, language=language, number=_next(article, language))
    revision.significance = significance
    revision.author, revision.proposed_by = author, None
    _fill(revision, text, article, made_from)
    if not (quietly and is_own):
        record("article.draft", article, by=by, fields=[f"body_{language}"])
    return revision


def _text_of(revision: Revision) -> dict[str, str]:
    return {name: getattr(revision, name) for name in _TEXT}


def _fill(
    revision: Revision, text: Mapping[str, str], article: Article, made_from: Sequence[str] | None
) -> None:
    """The words, their hashes, and the source's hashes that a translation is measured against."""
    revision.title, revision.summary, revision.body = (text[name] for name in _TEXT)
    revision.section_hashes = rules.section_hashes(revision.title, revision.summary, revision.body)
    seen = article.source_hashes if made_from is None else list(made_from)
    revision.made_from = [] if revision.language == article.source_language else seen
    revision.save()


def stamp(draft: Revision | None) -> str:
    """What a form remembers of the draft it began with; empty when there was none."""
    return rules.stamp(draft.title, draft.summary, draft.body) if draft else ""


def _check_text(article: Article, language: str, text: Mapping[str, str]) -> None:
    if language not in languages.CONTENT_CODES:
        raise NotNow(_("Articles are not written in this language."))
    if not text["title"] or not text["body"]:
        raise NotNow(_("An article needs a title and a text."))
    if len(text["body"]) > rules.LONGEST_BODY:
        raise NotNow(_("This text is too long."))
    if rules.names_in(text["title"]):
        raise NotNow(_("A title cannot name a value. Write it in the summary or in the text."))
    both = f"{text['summary']}\n{text['body']}"
    if rules.has_half_name(both):
        raise NotNow(_("A value is named like this: {{fact:name}}. Please check the braces."))
    if article.is_emergency and rules.names_in(both):
        raise NotNow(_("A text with emergency contacts states its numbers itself: two people check them."))
    known_values(rules.names_in(both))


def known_values(names: Iterable[str]) -> list[FactValue]:
    """These values; NotNow names those that nobody keeps."""
    wanted = set(names)
    found = list(FactValue.objects.filter(name__in=wanted)) if wanted else []
    missing = wanted - {value.name for value in found}
    if missing:
        raise NotNow(
            _("There is no value with this name: %(names)s.") % {"names": ", ".join(sorted(missing))}
        )
    return found


def _next(article: Article, language: str) -> int:
    last = article.revisions.filter(language=language).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def discard_draft(*, revision: Revision, by: Actor) -> None:
    """Throw a draft away; what readers see stays."""
    if not can_edit(by):
        raise Refused(_("Only editors may write articles."))
    article = Article.objects.select_for_update().get(pk=revision.article_id)
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    if revision.state != RevisionState.DRAFT:
        raise NotNow(_("This version is published already."))
    language = revision.language
    revision.delete()
    record("article.discard", article, by=by, fields=[f"body_{language}"])


@transaction.atomic
def restore(*, revision: Revision, by: Actor) -> Revision:
    """Make a new draft from an old version; a draft that lies there is never overwritten."""
    article = revision.article
    if article.revisions.drafts().filter(language=revision.language).exists():
        raise NotNow(_("There is a draft already. Publish it or throw it away first."))
    return save_draft(
        article=article,
        language=revision.language,
        title=revision.title,
        summary=revision.summary,
        body=revision.body,
        made_from=revision.made_from,
        by=by,
    )


@transaction.atomic
def propose(*, revision: Revision, by: Actor) -> Revision:
    """The first of the two people who publish emergency contacts says yes."""
    article, revision = _locked_draft(revision, by)
    if not article.is_emergency:
        raise NotNow(_("This text needs no second person."))
    revision.proposed_by = by if isinstance(by, User) else None
    revision.save()
    record("article.propose", article, by=by, fields=[f"body_{revision.language}"])
    return revision


@transaction.atomic
def publish(*, revision: Revision, by: Actor) -> Article:
    """Make a draft what readers see, and the search index what the article says, in one transaction."""
    article, revision = _locked_draft(revision, by)
    if article.is_emergency and isinstance(by, User) and revision.proposed_by_id in {None, by.pk}:
        raise NotNow(_("A second person must publish this. You cannot do it alone."))
    if revision.language == article.source_language:
        before = article.revisions.published().filter(language=revision.language).latest_first().first()
        article.source_hashes = rules.source_hashes_after(
            known=article.source_hashes,
            before=before.section_hashes if before else [],
            after=revision.section_hashes,
            typo=revision.significance == Significance.TYPO,
        )
    newest = _next(article, revision.language)
    if revision.number != newest - 1:  # a changed value has published a newer version under this draft
        revision.number = newest
    values = {value.name: value for value in known_values(revision.names)}
    go_live(article, revision, values)
    article.is_published, article.withdrawal_by = True, None
    article.save()
    name_values(article)
    record("article.publish", article, by=by, fields=[f"body_{revision.language}"])
    tell_article_changed(article)
    return article


def _locked_draft(revision: Revision, by: Actor) -> tuple[Article, Revision]:
    if not can_publish(by):
        raise Refused(_("Only editors may publish articles."))
    one_publisher()
    article = Article.objects.select_for_update().get(pk=revision.article_id)
    revision = Revision.objects.select_for_update().get(pk=revision.pk)
    if revision.state != RevisionState.DRAFT:
        raise NotNow(_("This version is published already."))
    return article, revision


def go_live(article: Article, revision: Revision, values: Mapping[str, FactValue]) -> None:
    """Publish the revision with the values of today, and fill the article's columns of its language."""
    revision.values = {name: values[name].text_in(revision.language) for name in revision.names}
    revision.state, revision.published_at = RevisionState.PUBLISHED, timezone.now()
    revision.save()
    for name, text in zip(_TEXT, revision.as_read, strict=True):
        setattr(article, f"{name}_{revision.language}", text)


def name_values(article: Article) -> None:
    """Remember which values the article's live texts name."""
    live = article.revisions.live().only("summary", "body")
    article.states.set(known_values({name for revision in live for name in revision.names}))
