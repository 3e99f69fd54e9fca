"""manage.py import_facts FILE: fact values from a JSON file, through the desk's own actions."""

from __future__ import annotations

from typing import Any

from helpdesk.accounts.actors import System
from knowledge.articles.imports import import_facts
from knowledge.management.commands._taking import TakesFile


class Command(TakesFile):
    help = "Import fact values from FILE. Articles that state a changed value say the new one at once."

    def handle(self, *_args: Any, **options: Any) -> None:
        self.take(lambda: import_facts(options["file"], System("import_facts")), options)
