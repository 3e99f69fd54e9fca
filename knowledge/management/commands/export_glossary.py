"""manage.py export_glossary FILE: what editors changed in the glossary, or with --all every concept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from knowledge.glossary import exports


class Command(BaseCommand):
    help = "Write the editors' changes of the glossary into FILE, one concept on each line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--all", action="store_true", help="every concept, the packaged ones too")

    def handle(self, *_args: Any, **options: Any) -> None:
        entries = exports.everything() if options["all"] else exports.changes()
        options["file"].write_text(exports.as_text(entries), "utf-8")
        self.stdout.write(f"{len(entries)} concepts")
