"""manage.py backup [--new-key FILE]: sealed backups of the database (30 days) and of the keys (7 days)."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from helpdesk.operations import backups, postgres, vault
from helpdesk.sealing.errors import SealingError


class Command(BaseCommand):
    help = "Seals a backup of the database and, apart, one of the keys; deletes what is too old."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--new-key",
            metavar="FILE",
            type=Path,
            help="make the pair for backups: the private half into FILE, to be kept offline",
        )

    def handle(self, *args: Any, new_key: Path | None, **options: Any) -> None:
        try:
            if new_key is not None:
                self._new_key(new_key)
                return
            for kind, path in backups.make().items():
                self.stdout.write(f"{kind}: {path} ({path.stat().st_size} bytes)")
        except (postgres.CannotRun, vault.Unreadable, SealingError) as problem:
            raise CommandError(str(problem)) from None

    def _new_key(self, private: Path) -> None:
        try:
            vault.new_key(Path(settings.BACKUP_PUBLIC_KEY), private)
        except FileExistsError as taken:
            raise CommandError(f"{taken.filename} exists already.") from None
        self.stdout.write(f"{private} opens the backups: take it off this machine, two copies, two people.")
        self.stdout.write(f"{settings.BACKUP_PUBLIC_KEY} stays here; it can only seal.")
