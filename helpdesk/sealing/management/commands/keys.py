"""manage.py keys status | new | rewrap | retire KID | verify: the life of the organisation's key pairs."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk.sealing import keyring, rotation
from helpdesk.sealing.errors import SealingError


class Command(BaseCommand):
    help = "Looks after the organisation's key pairs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("status", help="which keys there are and how many data keys each opens")
        verbs.add_parser("new", help="make a new pair and use it from now on")
        rewrap = verbs.add_parser("rewrap", help="move every data key to the current pair; may be repeated")
        rewrap.add_argument("--batch", type=int, default=500, help="data keys in one transaction")
        retire = verbs.add_parser("retire", help="forget a pair that opens nothing any more")
        retire.add_argument("kid")
        verbs.add_parser("verify", help="open every data key and report those that do not open")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        try:
            getattr(self, f"_{verb}")(options)
        except SealingError as problem:
            raise CommandError(str(problem)) from None

    def _status(self, options: dict[str, Any]) -> None:
        ring, counts = keyring.public(), rotation.wraps_by_kid()
        private = keyring.private().keys if keyring.has_private() else {}
        self.stdout.write(f"keyring for {ring.kind}")
        for kid in sorted({*ring.keys, *private, *counts}):
            marks = [
                "current" if kid == ring.current else "",
                "private half here" if kid in private else "no private half here",
                "" if kid in ring.keys else "no public half here",
            ]
            told = ", ".join(mark for mark in marks if mark)
            self.stdout.write(f"{kid}: opens {counts.get(kid, 0)} data keys ({told})")

    def _new(self, options: dict[str, Any]) -> None:
        kid = keyring.add_pair()
        self.stdout.write(f"{kid} is the current key. Back up the private keyring apart from the database,")
        self.stdout.write("give the public keyring to every server, then run: manage.py keys rewrap")

    def _rewrap(self, options: dict[str, Any]) -> None:
        if options["batch"] < 1:
            raise CommandError("A batch has at least one data key.")
        total = 0
        while moved := rotation.rewrap_some(options["batch"]):
            total += moved
            self.stdout.write(f"{total} data keys moved")
            self.stdout.flush()
        self.stdout.write(f"Done: {total} data keys moved to {keyring.public().current}.")

    def _retire(self, options: dict[str, Any]) -> None:
        rotation.retire(options["kid"])
        self.stdout.write(f"{options['kid']} is forgotten here. Older backups of the database still need it.")

    def _verify(self, options: dict[str, Any]) -> None:
        problems = [f"{kid}: the two halves do not belong together" for kid in keyring.mismatched()]
        problems += [f"{pk}: {reason}" for pk, reason in rotation.unopenable()]
        for problem in problems:
            self.stdout.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} problems.")
        self.stdout.write("Every data key opens.")
