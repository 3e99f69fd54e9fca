"""manage.py rebuild_search: index every published article anew (the analyzer or the glossary changed)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from knowledge.search.actions import rebuild


class Command(BaseCommand):
    help = "Index every published article anew. Readers go on finding by the old index until it is done."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self.stdout.write(f"{rebuild()} articles indexed")
