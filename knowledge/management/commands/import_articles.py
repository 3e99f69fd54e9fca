"""manage.py import_articles FILE: articles from a JSON file or folder, through the desk's own actions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings

from helpdesk.accounts.actors import System
from knowledge.articles.imports import ImportResult, import_articles, import_topics
from knowledge.articles.models import Topic
from knowledge.management.commands._taking import TakesFile

TOPICS = Path(settings.BASE_DIR) / "knowledge" / "demo" / "topics.json"


class Command(TakesFile):
    help = "Import articles from FILE. Safe to repeat: known slugs are compared, not doubled."

    def handle(self, *_args: Any, **options: Any) -> None:
        self.take(lambda: _import(options["file"]), options)


def _import(file: str) -> ImportResult:
    by = System("import_articles")
    if not Topic.objects.exists():  # a new house has no topics yet, and could take no article
        import_topics(TOPICS, by)
    return import_articles(file, by)
