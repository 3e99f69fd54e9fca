"""How a command takes a file: nothing of a malformed one, unless told to leave its bad items outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from knowledge.articles.imports import ImportResult


class TakesFile(BaseCommand):
    """A command that imports and says what it did."""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--skip-bad", action="store_true", help="take the good items of a malformed file")

    def take(self, work: Callable[[], ImportResult], options: dict[str, Any]) -> None:
        """Run the import; every item that stayed outside is named with line and reason.

        A malformed item keeps the whole file outside; one that names what is not here only itself.
        """
        with transaction.atomic():
            result = work()
            is_malformed = any(refusal.is_malformed for refusal in result.refused)
            if is_malformed and not options["skip_bad"]:
                transaction.set_rollback(True)
        for note in result.notes:
            self.stderr.write(f"note: {note}")
        for refusal in result.refused:
            self.stderr.write(f"refused: {refusal}")
        if is_malformed and not options["skip_bad"]:
            reasons = "; ".join(map(str, result.refused[:3]))
            raise CommandError(f"nothing was taken ({reasons}). Mend the file, or use --skip-bad.")
        self.stdout.write(
            f"{result.created} new, {result.updated} changed, {result.unchanged} as before, "
            f"{len(result.refused)} refused"
        )
