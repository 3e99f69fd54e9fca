"""WSGI entry point for the web server."""

import os

from django.core.wsgi import get_wsgi_application

import helpdesk.celery  # noqa: F401 - tasks started by pages find this app, not Celery's fallback

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.production")
application = get_wsgi_application()
