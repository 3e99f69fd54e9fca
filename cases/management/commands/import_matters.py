"""`manage.py import_matters FILE`: a list of open matters becomes cases and members, all or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.legal.actions.importing import load_matters
from cases.legal.imports.headers import guessed
from cases.legal.imports.matters import Defaults, Plan, Planner
from cases.legal.imports.sheets import Sheet, UnfitSheet, read_sheet
from cases.legal.models import CaseType
from cases.rest.rules import WhyOver
from helpdesk import languages
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


class Command(BaseCommand):
    help = "Import a spreadsheet of open matters (CSV, XLSX). All lines or none; safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="CSV (UTF-8, cp1251, cp1250) or XLSX, with a header")
        parser.add_argument("--by", default="", help="address of the coordinator or lawyer who brings it in")
        parser.add_argument("--kind", default="", help="kind of matter (slug) where a line names none")
        parser.add_argument("--language", default=languages.DEFAULT, choices=languages.CODES)
        parser.add_argument(
            "--why", default="", choices=["", *WhyOver], help="why it must be more than a lawyer's limit"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would be made")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 1 when a line is refused; then nothing is made."""
        by = self._actor(options["by"])
        kind = CaseType.objects.filter(slug=options["kind"]).first()
        if options["kind"] and kind is None:
            raise CommandError(f"There is no kind of matter {options['kind']}.")
        sheet = self._sheet(options["file"])
        plan = Planner(guessed(sheet.header), Defaults(kind, options["language"]), by=by).plan(sheet)
        self._tell(plan)
        if plan.refusals:
            raise CommandError(f"{len(plan.refusals)} lines were refused; nothing was made.")
        if options["dry_run"]:
            self.stdout.write("A dry run: nothing was made.")
            return
        try:
            made = load_matters(groups=plan.groups, by=by, why=options["why"])
        except (NotNow, Refused) as why:
            raise CommandError(str(why) or "This person may not do it.") from why
        self.stdout.write(f"{len(made)} cases, {plan.members} people are in now.")

    def _actor(self, address: str) -> User:
        """Whoever is named; without a name the only one who may."""
        people = list(User.objects.filter(is_active=True, frozen_at=None))
        found = [user for user in people if user.can(Permission.IMPORT_MATTERS) and user.office_id]
        named = [user for user in found if user.email == address] if address else found
        if len(named) != 1:
            raise CommandError("Say with --by which coordinator or lawyer brings it in.")
        return named[0]

    def _sheet(self, path: Path) -> Sheet:
        try:
            return read_sheet(path.read_bytes())
        except OSError as problem:
            raise CommandError(f"{path} cannot be read: {problem.strerror}.") from problem
        except UnfitSheet as why:
            raise CommandError(str(why)) from why

    def _tell(self, plan: Plan) -> None:
        """Numbers and line numbers only: no word of the file goes to a terminal or its log."""
        for number, why in plan.refusals:
            self.stderr.write(f"line {number}: {why}")
        for number, why in plan.warnings:
            self.stdout.write(f"line {number}: {why}")
        for sentence in plan.away:
            self.stdout.write(f"{sentence} Until then the cases come in without a lawyer.")
        for name in plan.over:
            self.stdout.write(f"{name} would have more than the limit: say why it must be (--why).")
        self.stdout.write(
            f"{len(plan.groups)} cases with {plan.members} people to make, {len(plan.here)} here already."
        )
