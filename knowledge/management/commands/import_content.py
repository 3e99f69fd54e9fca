"""manage.py import_content FILE: a package of another centre, through the desk's own actions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk.accounts.actors import System
from knowledge.articles.imports import (
    ImportResult,
    import_articles,
    import_facts,
    import_topics,
    parts_of,
)
from knowledge.directory.imports import import_services

# In this order: articles name topics and values, services name topics.
PARTS = {
    "topics": import_topics,
    "facts": import_facts,
    "articles": import_articles,
    "services": import_services,
}


class Command(BaseCommand):
    help = "Load a package made by export_content. Safe to repeat; a bad item stays outside, with its reason."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        by, broken = System("import_content"), ImportResult()
        found = parts_of(options["file"], PARTS, broken)
        if broken.refused:
            raise CommandError("; ".join(refusal.reason for refusal in broken.refused))
        everything = ImportResult()
        for name in found:
            result = PARTS[name](options["file"], by)
            for refusal in result.refused:
                self.stderr.write(f"refused in {name}: {refusal}")
            everything.add(result)
        self.stdout.write(
            f"{everything.created} new, {everything.updated} changed, {everything.unchanged} as before, "
            f"{len(everything.refused)} refused"
        )
