"""`manage.py found_desk`: links for the first two people of an empty desk."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import Office
from helpdesk.team.actions import found_desk


class Command(BaseCommand):
    help = "Invite the first administrator and the first coordinator, who then decide on everybody else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--administrator", required=True, metavar="EMAIL")
        parser.add_argument("--coordinator", required=True, metavar="EMAIL")
        parser.add_argument("--office", required=True, metavar="NAME")
        parser.add_argument("--city", required=True)
        parser.add_argument("--country", required=True, help="two letters, such as PL")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["administrator"].lower() == options["coordinator"].lower():
            raise CommandError("Two different people are needed.")
        office, _made = Office.objects.get_or_create(
            slug=options["city"].lower()[:50],
            defaults={
                "name": options["office"],
                "city": options["city"],
                "country": options["country"].upper(),
            },
        )
        try:
            links = found_desk(
                administrator=options["administrator"], coordinator=options["coordinator"], office=office
            )
        except NotNow as error:
            raise CommandError(str(error)) from error
        for email, token in links.items():
            self.stdout.write(f"{email}: {reverse('team:welcome', args=[token])} (24 hours, once)")
