"""Who is told that what readers see has changed: the other rooms at once, the kept pages after commit."""

from __future__ import annotations

from django.core.cache import cache
from django.db import transaction
from django.dispatch import Signal

from knowledge.articles.models import Article

# Sent inside the publishing transaction with `article`; a receiver that fails undoes the publishing.
article_changed = Signal()
GENERATION = "knowledge:generation"  # part of the key of every kept page


def tell_article_changed(article: Article) -> None:
    """Rooms that follow articles act in this transaction; pages kept for readers are forgotten after it."""
    article_changed.send(sender=Article, article=article)
    tell_pages_changed()


def tell_pages_changed() -> None:
    """Forget every kept page once this transaction is committed."""
    transaction.on_commit(_next_generation)


def _next_generation() -> None:
    if not cache.add(GENERATION, 1, timeout=None):
        cache.incr(GENERATION)
