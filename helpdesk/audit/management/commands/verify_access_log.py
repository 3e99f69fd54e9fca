"""manage.py verify_access_log [--noted HASH]: walks the hash chain and says where it breaks."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk.audit import queries


class Command(BaseCommand):
    help = "Checks that nobody changed, removed or moved an entry of the access log."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--noted", default="", help="a head hash noted earlier; it must still be there")

    def handle(self, *args: Any, noted: str, **options: Any) -> None:
        chain = queries.walk(noted.strip().lower())
        for line in chain.breaks:
            self.stdout.write(line)
        if chain.breaks:
            raise CommandError(f"The chain breaks at {len(chain.breaks)} places.")
        if not chain.has_noted:
            raise CommandError("The noted entry is gone: the end of the log was cut off.")
        self.stdout.write(f"{chain.length} entries, none changed, none missing. Head: {chain.head}")
