"""manage.py search "text" --lang be --json: what a reader would find."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from helpdesk import languages
from knowledge.articles.models import Country
from knowledge.search.queries import find


class Command(BaseCommand):
    help = "Search the knowledge base as a reader would."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text")
        parser.add_argument("--lang", choices=languages.CODES, default=languages.DEFAULT)
        parser.add_argument("--country", choices=["", *Country.values], default="")
        parser.add_argument("--limit", type=int, default=3)
        parser.add_argument("--json", action="store_true", help="machine-readable")

    def handle(self, *_args: Any, **options: Any) -> None:
        hits = find(options["text"], options["lang"], options["country"], options["limit"])
        fitting = any(hit.answer for hit in hits)
        rows = [
            {
                "slug": hit.article.slug,
                "title": hit.title,
                "language": hit.language,
                "score": hit.score,
                "concepts": list(hit.concepts),
                "answer": hit.answer,
            }
            for hit in hits
        ]
        if options["json"]:
            self.stdout.write(json.dumps({"answer": fitting, "results": rows}, ensure_ascii=False))
            return
        for row in rows:
            self.stdout.write(f"{row['score']:8.2f}  {row['slug']}  [{row['language']}] {row['title']}")
        if not fitting:
            self.stdout.write("nothing fits")
