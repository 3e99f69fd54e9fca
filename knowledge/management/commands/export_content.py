"""manage.py export_content FILE: all we know as one package for another centre."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from knowledge.articles import exports as articles
from knowledge.articles.actions import one_publisher
from knowledge.directory import exports as directory
from knowledge.glossary import exports as glossary

FORMAT = "ganak-content 1"


class Command(BaseCommand):
    help = "Write everything that readers can read into FILE. Nothing about people is in it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **options: Any) -> None:
        with transaction.atomic():
            one_publisher()  # nothing is published between the lists, so they fit together
            package = {
                "format": FORMAT,
                "topics": articles.topics(),
                "facts": articles.facts(),
                "articles": articles.articles(),
                "services": directory.services(),
                "glossary": glossary.changes(),  # the packaged words are there already
            }
        text = json.dumps(package, ensure_ascii=False, indent=1)
        options["file"].write_text(f"{text}\n", "utf-8")
        counts = {name: len(items) for name, items in package.items() if isinstance(items, list)}
        self.stdout.write(", ".join(f"{count} {name}" for name, count in counts.items()))
