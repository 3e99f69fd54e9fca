"""The Django app `cases`."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the room that keeps a request open while a required step is."""
        import_module("cases.screening.actions")
