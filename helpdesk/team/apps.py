"""The Django app `team`, and the checks that refuse to start without safe sign-in."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import Error, register


class TeamConfig(AppConfig):
    name = "helpdesk.team"
    label = "team"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        import_module("helpdesk.team.adapters")  # its receivers log and erase, in the worker too


@register()
def sign_in_is_safe(**_kwargs: Any) -> list[Error]:
    """One-click sign-in and passwords alone exist in development only."""
    found = []
    if settings.DEMO_SIGN_IN and not settings.DEBUG:
        found.append(Error("DEMO_SIGN_IN needs DEBUG: it lets anybody in.", id="team.E001"))
    if not settings.SECOND_FACTOR_REQUIRED and not settings.DEBUG:
        found.append(Error("SECOND_FACTOR_REQUIRED may be off only with DEBUG.", id="team.E002"))
    return found
