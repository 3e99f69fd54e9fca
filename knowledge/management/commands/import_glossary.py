"""manage.py import_glossary FILE: words of the glossary, all of them or none."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk.accounts.actors import System
from knowledge.glossary.imports import LARGEST_FILE, NotTaken, import_words


class Command(BaseCommand):
    help = "Take the words of FILE into the glossary. Safe to repeat; a fault keeps the whole file outside."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--both", action="store_true", help="words may stand for several concepts")

    def handle(self, *_args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            if path.stat().st_size > LARGEST_FILE:
                raise CommandError(f"{path.name} is too large")
            text = path.read_text("utf-8-sig")
            taken = import_words(text, System("import_glossary"), means_both=options["both"])
        except (OSError, UnicodeDecodeError, NotTaken) as refused:
            raise CommandError(f"nothing taken:\n{refused}") from None
        self.stdout.write(
            f"{taken.words} words changed in {taken.changed} concepts, {taken.unchanged} as before"
        )
