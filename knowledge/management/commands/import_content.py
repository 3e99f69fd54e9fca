"""manage.py import_content FILE: a package of another centre, through the desk's own actions."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from helpdesk.accounts.actors import Actor, System
from knowledge.articles.imports import (
    ImportResult,
    Refusal,
    import_articles,
    import_facts,
    import_topics,
    parts_of,
)
from knowledge.directory.imports import import_services
from knowledge.glossary.imports import NotTaken, import_words
from knowledge.management.commands._taking import TakesFile


def import_glossary(path: Path, by: Actor) -> ImportResult:
    """The words of a package: all of them or none. What another centre told apart is told apart here too."""
    result = ImportResult()
    entries = json.loads(path.read_text("utf-8"))["glossary"]
    try:
        taken = import_words(json.dumps(entries, ensure_ascii=False), by, means_both=True)
    except NotTaken as refused:
        result.refused = [Refusal(0, "glossary", fault) for fault in refused.faults]
    else:
        result.updated, result.unchanged = taken.changed, taken.unchanged
    return result


# In this order: articles name topics and values, services name topics, words are looked for in articles.
PARTS = {
    "topics": import_topics,
    "facts": import_facts,
    "articles": import_articles,
    "services": import_services,
    "glossary": import_glossary,
}


class Command(TakesFile):
    help = "Load a package made by export_content. Safe to repeat."

    def handle(self, *_args: Any, **options: Any) -> None:
        path, broken = Path(options["file"]), ImportResult()
        found = parts_of(path, PARTS, broken)
        if broken.refused:
            raise CommandError("; ".join(refusal.reason for refusal in broken.refused))
        self.take(lambda: _import(path, found), options)


def _import(path: Path, parts: list[str]) -> ImportResult:
    everything = ImportResult()
    for name in parts:
        result = PARTS[name](path, System("import_content"))
        for held in (result.refused, result.notes):
            held[:] = [replace(item, slug=f"{name}: {item.slug}") for item in held]
        everything.add(result)
    return everything
