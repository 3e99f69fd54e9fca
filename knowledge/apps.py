"""The Django app `knowledge`."""

from importlib import import_module

from django.apps import AppConfig

from helpdesk.text.concepts import use_overlay


class KnowledgeConfig(AppConfig):
    name = "knowledge"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the rooms that follow what is published or stand on the pages of articles."""
        use_overlay(import_module("knowledge.glossary.queries").book_of_today)
        import_module("knowledge.glossary.suggestions")
        import_module("knowledge.search.actions")
        import_module("knowledge.search.suggestions")
        import_module("knowledge.directory.queries")
        import_module("knowledge.feedback.queries")
