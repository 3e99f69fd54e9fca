"""manage.py import_facts FILE: fact values from a JSON file, through the desk's own actions."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from helpdesk.accounts.actors import System
from knowledge.articles.imports import import_facts


class Command(BaseCommand):
    help = "Import fact values from FILE. Articles that state a changed value say the new one at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")

    def handle(self, *_args: Any, **options: Any) -> None:
        result = import_facts(options["file"], System("import_facts"))
        for refusal in result.refused:
            self.stderr.write(f"refused: {refusal}")
        self.stdout.write(
            f"{result.created} new, {result.updated} changed, {result.unchanged} as before, "
            f"{len(result.refused)} refused"
        )
