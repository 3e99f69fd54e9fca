"""Forgets what is due; `--dry-run` only says what would go, `--cut-log` cuts the access log."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from cases.retention.actions import count_all, forget_briefs, run
from cases.retention.rules import first_kept_day
from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import Refused
from helpdesk.audit.cutting import cut_before


class Command(BaseCommand):
    help = "Does what the nightly task does. Requests go a week after they were planned, never sooner."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--cut-log", action="store_true", help="only this; as owner of the database")

    def handle(self, *args: Any, dry_run: bool, cut_log: bool, **options: Any) -> None:
        if dry_run:
            self._report()
        elif cut_log:
            self._cut()
        else:
            self._run()

    def _report(self) -> None:
        for name, number in count_all(timezone.localdate()).items():
            self.stdout.write(f"{number:>8}  {name}")
        self.stdout.write("Nothing was changed.")

    def _cut(self) -> None:
        try:
            number = cut_before(first_kept_day(timezone.localdate()), by=System("retention"))
        except Refused:
            raise CommandError("Only the owner of the table may cut the access log.") from None
        self.stdout.write(f"{number} entries of the access log were cut off.")

    def _run(self) -> None:
        row = run()
        for name, number in {**row.counts, "briefs": forget_briefs()}.items():
            self.stdout.write(f"{number:>8}  {name}")
        if row.trouble:
            raise CommandError(f"Not everything went well: {row.trouble}")
