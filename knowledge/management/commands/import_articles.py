"""manage.py import_articles FILE: articles from a JSON file or folder, through the desk's own actions."""

from __future__ import annotations

from typing import Any

from helpdesk.accounts.actors import System
from knowledge.articles.imports import import_articles
from knowledge.management.commands._taking import TakesFile


class Command(TakesFile):
    help = "Import articles from FILE. Safe to repeat: known slugs are compared, not doubled."

    def handle(self, *_args: Any, **options: Any) -> None:
        self.take(lambda: import_articles(options["file"], System("import_articles")), options)
