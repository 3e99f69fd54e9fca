"""The Django app `cases`."""

from importlib import import_module

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the rooms that keep a request open while a required step is, and hand work on."""
        import_module("cases.screening.actions")
        import_module("cases.moving.actions")
