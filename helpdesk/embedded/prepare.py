"""What has to be true before the first page is served: tables, keys, catalogues, demo content. Safe to repeat."""

from __future__ import annotations

import django
from django.conf import settings
from django.core.management import call_command, get_commands


def prepare() -> None:
    """Bring one development installation up to date."""
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    if not settings.KEYRING_PRIVATE.exists():
        call_command("keys", "new")
    call_command("catalogues", "compile")
    if settings.DEBUG and "load_demo" in get_commands():
        call_command("load_demo")
