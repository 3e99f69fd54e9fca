"""The Django app `knowledge`."""

from importlib import import_module

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the rooms that follow what is published or stand on the pages of articles."""
        import_module("knowledge.search.actions")
        import_module("knowledge.search.suggestions")
        import_module("knowledge.directory.queries")
        import_module("knowledge.feedback.queries")
