"""What must be true before the first page: tables, keys, catalogues, demo content. Safe to repeat."""

from __future__ import annotations

import django
from django.conf import settings
from django.core.management import call_command, get_commands

from helpdesk.sealing import keyring


def prepare() -> None:
    """Bring one development installation up to date."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    keyring.public()  # development keys are made at their first use
    commands = get_commands()
    if "catalogues" in commands:
        call_command("catalogues", "compile")
    if settings.DEBUG and "load_demo" in commands:
        call_command("load_demo")
