"""The Django app `messaging`."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "helpdesk.messaging"
    label = "messaging"
    default_auto_field = "django.db.models.BigAutoField"
