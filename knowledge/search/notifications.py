"""Who is told that the index has to follow the glossary: a worker, after the commit."""

from __future__ import annotations

from celery import current_app
from django.db import transaction


def ask_worker_to_follow_words() -> None:
    """The task finds its own work, so a lost message only waits for the next change or the nightly run."""
    transaction.on_commit(
        lambda: current_app.send_task("knowledge.search.follow_words", retry=False), robust=True
    )
