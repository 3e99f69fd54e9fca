"""The Django app `ui`."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "helpdesk.ui"
    label = "ui"
    default_auto_field = "django.db.models.BigAutoField"
