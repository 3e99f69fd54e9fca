"""Articles that an answer can cite: found by words, and pinned at the revision that the reader is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.requests.models import HelpRequest
from knowledge.articles.models import Article, Revision
from knowledge.search.queries import find

MOST = 8


@dataclass(frozen=True)
class Citable:
    """An article as a choice in the reply: its title in the language that the client will see."""

    slug: str
    title: str
    language: str


def citable(article: Article, reader: str) -> Citable | None:
    """None when no language of the article is published."""
    language = article.language_for(reader)
    return Citable(article.slug, article.text_in(language)[0], language) if language else None


def articles_for(words: str, help_request: HelpRequest, desk_language: str) -> list[Citable]:
    """What the words find in this client's country, read in the operator's language, then in the client's."""
    reader = help_request.client.language
    hits = find(words, desk_language, help_request.country, limit=MOST)
    hits = hits or find(words, reader, help_request.country, limit=MOST)
    whole = Article.objects.in_bulk([hit.article.pk for hit in hits])
    return _listed((whole[hit.article.pk] for hit in hits if hit.article.pk in whole), reader)


def articles_named(slugs: Sequence[str], help_request: HelpRequest) -> list[Citable]:
    """These articles, if they are live."""
    return _listed(Article.objects.live().filter(slug__in=slugs), help_request.client.language)


def _listed(articles: Iterable[Article], reader: str) -> list[Citable]:
    return [choice for article in articles if (choice := citable(article, reader)) is not None]


def revision_for(slug: str, reader: str) -> Revision | None:
    """The published revision of a live article in the language that this reader is shown."""
    article = Article.objects.live().filter(slug=slug).first()
    if article is None:
        return None
    revisions = Revision.objects.published().filter(article=article, language=article.language_for(reader))
    return revisions.latest_first().first()
