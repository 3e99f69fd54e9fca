"""What must be true before the first page: tables, keys, catalogues, demo content. Safe to repeat."""

from __future__ import annotations

from importlib import import_module

import django
from django.conf import settings
from django.core.management import call_command

from helpdesk.sealing import keyring


def prepare(*, demo: bool) -> None:
    """Bring one development installation up to date."""
    django.setup()
    import_module("helpdesk.celery")  # demo content queues tasks; not earlier: it chooses settings by itself
    call_command("migrate", interactive=False, verbosity=0)
    keyring.public()  # development keys are made at their first use
    call_command("catalogues", "compile", verbosity=0)
    if demo and settings.DEBUG:  # invented people have no place in production
        call_command("load_demo")
