"""Who is told that what readers see has changed: the other rooms at once, the kept pages after commit."""

from __future__ import annotations

from django.db import transaction
from django.dispatch import Signal

from helpdesk.ui.kept_pages import forget_pages
from knowledge.articles.models import Article

# Sent inside the publishing transaction with `article`; a receiver that fails undoes the publishing.
article_changed = Signal()


def tell_article_changed(article: Article) -> None:
    """Rooms that follow articles act in this transaction; pages kept for readers are forgotten after it."""
    article_changed.send(sender=Article, article=article)
    tell_pages_changed()


def tell_pages_changed() -> None:
    """Forget every kept page once this transaction is committed."""
    transaction.on_commit(forget_pages)
