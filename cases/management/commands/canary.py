"""`manage.py canary OFFICE`: lays out an invented request that nobody has a reason to open."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.watching.actions import WATCH, lay_bait
from helpdesk.accounts.models import Office


class Command(BaseCommand):
    help = "Whoever opens it is stopped within a minute, and the auditors hear of it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("office", help="slug of the office in whose lists it stands")

    def handle(self, *args: Any, office: str, **options: Any) -> None:
        found = Office.objects.filter(slug=office).first()
        if found is None:
            raise CommandError(f"There is no office {office}.")
        lay_bait(office=found, by=WATCH)
        self.stdout.write("It stands among the closed requests. Only the database knows which one it is.")
