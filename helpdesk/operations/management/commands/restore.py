"""manage.py restore BACKUP --keys BACKUP --private FILE [--ledger FILE]: into an empty database."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk.operations import postgres, restoring, vault
from helpdesk.sealing.errors import SealingError


class Command(BaseCommand):
    help = "Puts a backup into the empty database of DATABASE_URL; what was erased since then stays erased."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("database", type=Path, help="a backup of the database, up to 30 days old")
        parser.add_argument("--keys", type=Path, required=True, help="the NEWEST backup of the keys")
        parser.add_argument("--private", type=Path, required=True, help="the private half for backups")
        parser.add_argument("--ledger", type=Path, help="the ledger of erasures, if it stands elsewhere")

    def handle(self, *args: Any, database: Path, keys: Path, private: Path, **options: Any) -> None:
        try:
            outcome = restoring.restore(
                database,
                keys,
                private=vault.read_key(private, vault.PRIVATE),
                ledger_file=options["ledger"] or restoring.default_ledger(),
            )
        except (
            OSError,
            postgres.CannotRun,
            restoring.CannotRestore,
            vault.Unreadable,
            SealingError,
        ) as problem:
            raise CommandError(str(problem)) from None
        self.stdout.write(f"{outcome.wraps} wraps of keys put back")
        people, requests, single = outcome.again
        self.stdout.write(f"erased again: {people} people, {requests} requests, {single} keys")
        self.stdout.write(f"access log: {outcome.entries} entries, {len(outcome.breaks)} breaks")
        for line in [*outcome.breaks, *outcome.unopenable]:
            self.stdout.write(line)
        if outcome.breaks or outcome.unopenable:
            raise CommandError("The backup is back, and something in it is wrong: see above.")
        self.stdout.write("Every living key opens. People sign in anew; sessions are not part of a backup.")
