"""Keeping the index in the transaction that publishes an article, and counting what found nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from itertools import islice
from typing import Any

from django.apps import AppConfig
from django.db import DEFAULT_DB_ALIAS, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models.signals import post_migrate
from django.dispatch import receiver
from django.utils import timezone

from helpdesk import languages
from helpdesk.text.concepts import Glossary
from knowledge.articles.models import Article
from knowledge.articles.notifications import article_changed
from knowledge.glossary.notifications import words_changed
from knowledge.glossary.queries import book_now
from knowledge.search import rules
from knowledge.search.models import IndexMade, MissedSearch, Posting, Term
from knowledge.search.notifications import ask_worker_to_follow_words

_LOCK = 0x6B6E6F77  # one writer of the index at a time: counts of shared terms would deadlock otherwise
_BATCH = 500
MOST_MISSED_A_DAY = 500  # different ones; who floods the list adds nothing to it
MISSED_DAYS_KEPT = 90
MOST_AT_ONCE = 100  # articles read again while an editor waits; in a larger house a worker does it


@receiver(article_changed, dispatch_uid="search-index")
def follow(*, article: Article, **_signal: Any) -> None:
    """What readers see changed: so does what they find."""
    index_article(article=article)


@receiver(words_changed, dispatch_uid="search-words")
def follow_words(*, book: Glossary, **_signal: Any) -> None:
    """What words mean changed: so does which articles hold which concepts."""
    if Article.objects.filter(is_published=True).count() > MOST_AT_ONCE:
        ask_worker_to_follow_words()
    else:
        index_by(book=book)


@transaction.atomic
def index_by(*, book: Glossary | None) -> int:
    """Index anew every article whose concepts differ by this glossary; returns how many did."""
    done = 0
    for batch in batched(Article.objects.filter(is_published=True).order_by("pk").iterator(_BATCH)):
        held: dict[int, dict[str, float]] = {article.pk: {} for article in batch}
        concepts = Posting.objects.filter(article__in=batch, term__text__startswith=rules.CONCEPT)
        for pk, text, weight in concepts.values_list("article_id", "term__text", "weight"):
            held[pk][text] = weight
        for article in batch:
            terms = rules.article_terms(_texts(article), book)
            if held[article.pk] != {t: w.weight for t, w in terms.items() if t.startswith(rules.CONCEPT)}:
                index_article(article=article, book=book)
                done += 1
    return done


@transaction.atomic
def index_article(*, article: Article, book: Glossary | None = None) -> int:
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
    return _add([article], book or book_now()) if article.is_published else 0


@transaction.atomic
def rebuild() -> int:
    """Index everything anew, after the analyzer or the glossary changed; returns how many articles."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("DELETE FROM knowledge_posting")
        cursor.execute("DELETE FROM knowledge_term")
    articles, book = Article.objects.filter(is_published=True).order_by("pk"), book_now()
    done = 0
    for batch in batched(articles.iterator(chunk_size=_BATCH)):
        _add(batch, book)
        done += len(batch)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE knowledge_term, knowledge_posting")  # the planner knows nothing of them yet
    IndexMade.objects.update_or_create(pk=1, defaults={"recipe": rules.recipe()})
    return done


def is_up_to_date() -> bool:
    """Whether the index was made by today's analyzer, packaged glossary and weights. One query."""
    return IndexMade.objects.filter(recipe=rules.recipe()).exists()


def renew() -> int:
    """Index everything anew if it was made in another way; returns how many articles, mostly none.

    Several processes may ask at once: the second one waits and then finds nothing left to do.
    """
    if is_up_to_date():
        return 0
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        return 0 if is_up_to_date() else rebuild()


@receiver(post_migrate, dispatch_uid="search-renew")
def follow_update(*, sender: AppConfig, using: str, plan: object = None, **_signal: Any) -> None:
    """After an update: every way to put one in place ends with `manage.py migrate`.

    Not after a flush of the database (which names no plan), nor on the way back to an older version.
    """
    if sender.name == "knowledge" and plan is not None and using == DEFAULT_DB_ALIAS and _all_migrated():
        renew()


def _all_migrated() -> bool:
    loader = MigrationExecutor(connection).loader
    return all(node in loader.applied_migrations for node in loader.graph.leaf_nodes("knowledge"))


def batched(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """The articles in lists of a size that fits into memory with all their postings."""
    pending = iter(articles)
    while batch := list(islice(pending, _BATCH)):
        yield batch


def _add(articles: Sequence[Article], book: Glossary | None) -> int:
    """Write the postings of articles that have none; returns how many."""
    held = [(article.pk, rules.article_terms(_texts(article), book)) for article in articles]
    counts = Counter(term for _pk, terms in held for term in terms)
    titled = Counter(term for _pk, terms in held for term, weight in terms.items() if weight.in_title)
    ids = _ids(sorted(counts))
    rows = [(ids[term], pk, has.weight, has.in_title) for pk, terms in held for term, has in terms.items()]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE knowledge_term AS term SET article_count = article_count + more.held, "
            "title_count = title_count + more.titled "
            "FROM unnest(%s::bigint[], %s::int[], %s::int[]) AS more(id, held, titled) "
            "WHERE term.id = more.id",
            [list(ids.values()), [counts[term] for term in ids], [titled[term] for term in ids]],
        )
        cursor.execute(
            "INSERT INTO knowledge_posting (term_id, article_id, weight, in_title) "
            "SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::float8[], %s::bool[])",
            [list(column) for column in zip(*rows, strict=True)],
        )
    return len(rows)


def _texts(article: Article) -> dict[str, tuple[str, str, str]]:
    return {code: article.text_in(code) for code in languages.CONTENT_CODES if article.text_in(code)[0]}


def _ids(terms: list[str]) -> dict[str, int]:
    """The ids of these terms; unknown ones are added with their neighbours."""
    known = dict(Term.objects.filter(text__in=terms).values_list("text", "pk"))
    made = Term.objects.bulk_create(
        (Term(text=term, neighbours=rules.neighbours(term)) for term in terms if term not in known),
        batch_size=_BATCH,
    )
    return known | {term.text: term.pk for term in made}


def note_missed(*, asked: str, language: str) -> bool:
    """Count a search that found nothing, without who asked; whether it was fit to be kept. Two queries."""
    words = rules.may_be_kept(asked)
    today = timezone.localdate()
    if not words or MissedSearch.objects.filter(asked_on=today).count() >= MOST_MISSED_A_DAY:
        return False
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO knowledge_missedsearch AS known (words, language, asked_on, times) "
            "VALUES (%s, %s, %s, 1) ON CONFLICT ON CONSTRAINT one_row_for_a_day "
            "DO UPDATE SET times = known.times + 1",
            [words, language, today],
        )
    return True


def forget_old() -> int:
    """Searches nobody wrote an article about in time; returns how many rows are gone."""
    last = timezone.localdate() - timedelta(days=MISSED_DAYS_KEPT)
    return MissedSearch.objects.filter(asked_on__lt=last).delete()[0]
