"""`manage.py import_requests FILE`: JSON lines become requests through the same door as everything else."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from cases.intake.actions import import_need
from cases.intake.imports import Line, lines_of
from cases.requests.models import HelpRequest
from helpdesk.accounts.errors import NotNow


class Command(BaseCommand):
    help = "Import requests from JSON lines (id, text, lang, country, city). Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file with one JSON object in each line")

    def handle(self, *args: Any, **options: Any) -> None:
        """Line by line, each in a transaction of its own; exit code 1 when a line was refused."""
        path: Path = options["file"]
        self.known = set(
            HelpRequest.objects.filter(source_id__isnull=False).values_list("source_id", flat=True)
        )
        self.taken = self.here = self.refused = 0
        try:
            with path.open("rb") as raw:
                for line in lines_of(raw):
                    self._take(line)
        except OSError as problem:
            raise CommandError(f"{path} cannot be read: {problem.strerror}.") from problem
        self.stdout.write(f"{self.taken} imported, {self.here} here already, {self.refused} refused.")
        if self.refused:
            raise CommandError(f"{self.refused} lines were refused; the others are in.")

    def _take(self, line: Line) -> None:
        need = line.need
        if need is None:
            self._refuse(line.number, line.refusal)
        elif need.source_id in self.known:
            self.here += 1
        else:
            try:
                import_need(need=need)
            except NotNow as sorry:
                self._refuse(line.number, str(sorry))
            except DatabaseError as problem:
                self._refuse(line.number, f"the database refused it ({type(problem).__name__})")
            else:
                self.known.add(need.source_id)
                self.taken += 1

    def _refuse(self, number: int, reason: str) -> None:
        self.refused += 1
        self.stderr.write(f"line {number}: {reason}")
