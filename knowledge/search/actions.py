"""Keeping the index: the same transaction that publishes an article changes its postings."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.dispatch import receiver

from helpdesk import languages
from knowledge.articles.models import Article
from knowledge.articles.notifications import article_changed
from knowledge.search import rules
from knowledge.search.models import Posting, Term

_LOCK = 0x6B6E6F77  # one writer of the index at a time: counts of shared terms would deadlock otherwise


@receiver(article_changed, dispatch_uid="search-index")
def follow(*, article: Article, **_signal: Any) -> None:
    """What readers see changed: so does what they find."""
    index_article(article=article)


@transaction.atomic
def index_article(*, article: Article) -> int:
    """Replace the postings of an article; returns how many it has now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(
            "WITH gone AS (DELETE FROM knowledge_posting WHERE article_id = %s RETURNING term_id, in_title) "
            "UPDATE knowledge_term AS term SET article_count = greatest(article_count - 1, 0), "
            "title_count = greatest(title_count - gone.in_title::int, 0) "
            "FROM gone WHERE term.id = gone.term_id",
            [article.pk],
        )
        if not article.is_published:
            return 0
        texts = {code: article.text_in(code) for code in languages.CONTENT_CODES if article.text_in(code)[0]}
        terms = rules.article_terms(texts)
        ids = _counted(terms)
        Posting.objects.bulk_create(
            Posting(term_id=ids[term], article=article, weight=held.weight, in_title=held.in_title)
            for term, held in terms.items()
        )
    return len(terms)


def _counted(terms: dict[str, rules.Weight]) -> dict[str, int]:
    """The ids of these terms, each counted once more; unknown ones are added with their neighbours."""
    made = Term.objects.bulk_create(
        (Term(text=term, article_count=0, neighbours=rules.neighbours(term)) for term in sorted(terms)),
        update_conflicts=True,
        unique_fields=["text"],
        update_fields=["neighbours"],
    )
    ids = {term.text: term.pk for term in made}
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE knowledge_term SET article_count = article_count + 1, "
            "title_count = title_count + (id = ANY(%s))::int WHERE id = ANY(%s)",
            [[ids[term] for term, held in terms.items() if held.in_title], list(ids.values())],
        )
    return ids


@transaction.atomic
def rebuild() -> int:
    """Index everything anew, after the analyzer or the glossary changed; returns how many articles."""
    Posting.objects.all().delete()
    Term.objects.all().delete()
    articles = Article.objects.filter(is_published=True).order_by("pk")
    return sum(1 for article in articles.iterator() if index_article(article=article) >= 0)
