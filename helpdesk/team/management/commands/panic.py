"""`manage.py panic status | lockdown | seal | reopen | shares | unseal`: the panic page and more."""

from __future__ import annotations

from argparse import ArgumentParser
from getpass import getpass
from time import monotonic
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Standstill, User
from helpdesk.sealing import keyring, wiping
from helpdesk.sealing.errors import SealingError
from helpdesk.team import actions


def _person(email: str) -> User:
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise CommandError(f"There is no account {email}.")
    return user


class Command(BaseCommand):
    help = "Closes the desk, seals the keys, opens again. Names stand in the access log."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        verbs.add_parser("status", help="whether the desk is closed and where the keyring is")
        down = verbs.add_parser("lockdown", help="close the desk: one person")
        down.add_argument("--by", required=True, metavar="EMAIL")
        seal = verbs.add_parser("seal", help="close the desk and put the keyring away: two people")
        seal.add_argument("--by", metavar="EMAIL")
        seal.add_argument("--second", metavar="EMAIL")
        seal.add_argument("--here", action="store_true", help="one more machine, while sealed")
        again = verbs.add_parser("reopen", help="open the desk: two people")
        again.add_argument("--by", required=True, metavar="EMAIL")
        again.add_argument("--second", required=True, metavar="EMAIL")
        verbs.add_parser("shares", help="make three parts, two of which bring the keyring back; shown once")
        verbs.add_parser("unseal", help="bring the keyring back: asks for two parts")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        began = monotonic()
        try:
            getattr(self, f"_{verb}")(options)
        except Refused:
            raise CommandError("These people may not do this. Two different ones are needed.") from None
        except (NotNow, SealingError) as why:
            raise CommandError(str(why)) from None
        if verb in {"lockdown", "seal"}:
            self.stdout.write(f"{monotonic() - began:.2f} seconds.")

    def _status(self, options: dict[str, Any]) -> None:
        still = Standstill.objects.now()
        words = "open" if still is None else "sealed" if still.is_sealed else "closed"
        self.stdout.write(f"The desk is {words}.")
        self.stdout.write(f"The private keyring is {'here' if keyring.has_private() else 'away'}.")
        self.stdout.write(f"Sealing is {'prepared' if wiping.may_wipe() else 'NOT prepared: panic shares'}.")

    def _lockdown(self, options: dict[str, Any]) -> None:
        actions.lock_down(by=_person(options["by"]))
        self.stdout.write("The desk is closed. Two people open it again: panic reopen.")

    def _seal(self, options: dict[str, Any]) -> None:
        if options["here"]:
            self._seal_here()
            return
        if not options["by"] or not options["second"]:
            raise CommandError("Two people are needed: --by and --second.")
        actions.ask_to_seal(by=_person(options["by"]))
        actions.agree_to_seal(by=_person(options["second"]))
        self.stdout.write("The desk is closed and the keyring is away.")

    def _seal_here(self) -> None:
        still = Standstill.objects.now()
        if still is None or not still.is_sealed:
            raise CommandError("The desk is not sealed. Two people are needed: --by and --second.")
        self.stdout.write("The keyring is away." if wiping.wipe() else "It was away already.")

    def _reopen(self, options: dict[str, Any]) -> None:
        actions.ask_to_reopen(by=_person(options["by"]))
        actions.agree_to_reopen(by=_person(options["second"]))
        self.stdout.write("The desk is open.")

    def _shares(self, options: dict[str, Any]) -> None:
        if Standstill.objects.now() is not None:
            raise CommandError("The desk is closed; make parts when it is open.")
        for holder, words in wiping.make_shares().items():
            self.stdout.write(f"Part {holder}: {words}\n")
        self.stdout.write("Give each part to another person, on paper. They are not shown again.")

    def _unseal(self, options: dict[str, Any]) -> None:
        wiping.bring_back(getpass("One part: "), getpass("Another part: "))
        self.stdout.write("The keyring is back. Two people open the desk: panic reopen.")
