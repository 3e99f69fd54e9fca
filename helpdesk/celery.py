"""The Celery app and the whole beat schedule as one table."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "helpdesk.settings.production")

app = Celery("helpdesk")
app.set_default()  # threads of the web server see this app too, not Celery's fallback
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["helpdesk.messaging", "knowledge", "cases"])
