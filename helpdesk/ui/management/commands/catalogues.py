"""`manage.py catalogues extract|compile|status`: the strings of the interface in all languages."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk.ui import catalogues
from helpdesk.ui.extraction import collect


class Command(BaseCommand):
    help = "Collect the strings of the interface, compile their translations, or tell what is missing."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("job", choices=("extract", "compile", "status"))
        parser.add_argument("--language", choices=catalogues.CODES, help="one language instead of all")

    def handle(self, *args: Any, job: str, language: str | None, verbosity: int, **options: Any) -> None:
        jobs = {"extract": self._extract, "compile": self._compile, "status": self._status}
        jobs[job]((language,) if language else catalogues.CODES, verbosity)

    def _extract(self, codes: tuple[str, ...], verbosity: int) -> None:
        phrases = collect(settings.BASE_DIR).values()
        for code in codes:
            catalogue = catalogues.renewed(code, phrases)
            word = "renewed" if catalogues.write(code, catalogue) else "unchanged"
            missing = len(catalogues.gaps(catalogue))
            self.stdout.write(f"{code}: {word}, {len(catalogue)} strings, {missing} to translate")

    def _compile(self, codes: tuple[str, ...], verbosity: int) -> None:
        for code in codes:
            if not catalogues.path_of(code).exists():
                raise CommandError(f"There is no catalogue for {code}: run `manage.py catalogues extract`.")
            catalogues.compile_catalogue(code)

    def _status(self, codes: tuple[str, ...], verbosity: int) -> None:
        """Per language how much is done; with -v 2 the missing strings themselves."""
        phrases = collect(settings.BASE_DIR).values()
        for code in codes:
            fresh = catalogues.renewed(code, phrases)
            missing = catalogues.gaps(fresh)
            stale = "" if str(fresh) == str(catalogues.read(code)) else ", stale: run `catalogues extract`"
            self.stdout.write(f"{code}: {len(fresh) - len(missing)} of {len(fresh)} translated{stale}")
            for gap in missing if verbosity > 1 else []:
                self.stdout.write(f"  {gap.context + ' | ' if gap.context else ''}{gap.text}")
