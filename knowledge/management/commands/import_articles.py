"""manage.py import_articles FILE: articles from a JSON file or folder, through the desk's own actions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from helpdesk.accounts.actors import System
from knowledge.articles.imports import import_articles


class Command(BaseCommand):
    help = "Import articles from FILE. Safe to repeat: known slugs are compared, not doubled."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")

    def handle(self, *_args: Any, **options: Any) -> None:
        result = import_articles(options["file"], System("import_articles"))
        for refusal in result.refused:
            self.stderr.write(f"refused: {refusal}")
        self.stdout.write(
            f"{result.created} new, {result.updated} changed, {result.unchanged} as before, "
            f"{len(result.refused)} refused"
        )
