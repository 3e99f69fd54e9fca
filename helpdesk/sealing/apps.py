"""The Django app `sealing`."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from helpdesk.sealing.checks import keys_fit_the_place, receipts_are_costly


class SealingConfig(AppConfig):
    name = "helpdesk.sealing"
    label = "sealing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(keys_fit_the_place, Tags.security)
        register(receipts_are_costly, Tags.security)
