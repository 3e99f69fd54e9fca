"""Who is told that words changed: the index in this transaction, every process after it."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django.core.cache import cache
from django.db import transaction
from django.dispatch import Signal

from helpdesk.text.concepts import Glossary
from knowledge.articles.notifications import tell_pages_changed
from knowledge.glossary import rules

# Sent inside the transaction with `book` (the glossary as it will be) and `concepts` (those that changed).
words_changed = Signal()


def tell_words_changed(book: Glossary, concepts: Collection[str]) -> None:
    """The index follows in this transaction; processes look at the mark at their next question."""
    words_changed.send(sender=Glossary, book=book, concepts=frozenset(concepts))
    tell_pages_changed()
    transaction.on_commit(_new_mark)


def _new_mark() -> None:
    cache.set(rules.VERSION_KEY, uuid.uuid4().hex, timeout=None)
