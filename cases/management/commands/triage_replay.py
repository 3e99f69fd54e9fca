"""`triage_replay FILE --json`: how well triage suggests, on labelled messages played one after another.

Nothing is stored and no database is asked: what is learnt lives in the memory of this process.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.triage.rules.replay import NEEDED, replay


class Command(BaseCommand):
    help = "Plays labelled messages (JSON lines) in a shuffled order, each confirmed after its suggestion."
    requires_system_checks: list[str] = []  # as Django declares it
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--json", action="store_true", help="one JSON line for each message, then the summary"
        )
        parser.add_argument("--seed", type=int, default=1, help="which shuffling (1)")

    def handle(self, *args: Any, **options: Any) -> None:
        for line in replay(_messages(options["file"]), options["seed"]):
            if options["json"]:
                self.stdout.write(json.dumps(line, ensure_ascii=False))
            elif "summary" in line:
                self._table(line["summary"])

    def _table(self, summary: dict[str, Any], indent: str = "") -> None:
        for name, value in summary.items():
            if isinstance(value, dict):
                self.stdout.write(f"{indent}{name}")
                self._table(value, indent + "  ")
            else:
                self.stdout.write(f"{indent}{name:<24} {value}")


def _messages(path: Path) -> list[dict[str, Any]]:
    """The labelled messages of a file; a line that is none is named by its number, never by its words."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as why:
        raise CommandError(f"{path} cannot be read: {type(why).__name__}") from None
    messages = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            message = json.loads(line)
        except ValueError:
            raise CommandError(f"Line {number} is not JSON.") from None
        if not isinstance(message, dict) or not message.keys() >= NEEDED:
            raise CommandError(f"Line {number} lacks one of: {', '.join(sorted(NEEDED))}.")
        messages.append(message)
    return messages
