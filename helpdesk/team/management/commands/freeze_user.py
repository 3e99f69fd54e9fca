"""`manage.py freeze_user EMAIL --by EMAIL`: stops one account at once; two people let the person in again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.team.actions import freeze_user


class Command(BaseCommand):
    help = "Stops somebody at once, as the button on her page does."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="whom to stop")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who decides; stands in the log")
        parser.add_argument("--reason", default="", help="a few words for the auditors")

    def handle(self, *args: Any, email: str, by: str, reason: str, **options: Any) -> None:
        user, decider = person(email), person(by)
        try:
            freeze_user(user=user, by=decider, reason=reason)
        except Refused:
            raise CommandError(f"{by} may not freeze this account.") from None
        self.stdout.write("This account is frozen. Two people can let the person in again.")


def person(email: str) -> User:
    """The account of this address. Raises CommandError."""
    user = User.objects.filter(email=email.strip().lower()).first()
    if user is None:
        raise CommandError(f"There is no account {email}.")
    return user
