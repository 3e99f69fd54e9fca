"""The application with everything read that each worker would otherwise read for itself: gunicorn --preload.

Workers are forked from the process that read it and share its memory. What may not be shared (connections,
threads, the private port) begins in the worker: nothing here asks the database or Redis.
"""

from __future__ import annotations

import gc
from importlib import import_module

from django.conf import settings
from django.urls import get_resolver
from django.utils import translation

from helpdesk import languages
from helpdesk.text.concepts import packaged
from helpdesk.text.said import sayings
from helpdesk.wsgi import application

__all__ = ["application"]


def read_ahead() -> None:
    """All pages, all languages, the glossary; then the collector leaves it alone, so that it stays shared."""
    import_module(settings.ROOT_URLCONF)
    for code in languages.CODES:
        with translation.override(code):
            translation.gettext("Save")
            get_resolver().reverse_dict  # noqa: B018 - it is read with the first use
    packaged()
    sayings()
    gc.collect()
    gc.freeze()


read_ahead()
