"""Settings of the worker that the tests start and kill, with a mail backend named by the test."""

from __future__ import annotations

import os
from pathlib import Path

from helpdesk.settings.test import *  # noqa: F403

EMAIL_BACKEND = os.environ["WORKER_EMAIL_BACKEND"]
MAIL_FOLDER = Path(os.environ["WORKER_MAIL_FOLDER"])
