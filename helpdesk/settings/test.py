"""Tests: as near to production as one machine allows, with cheap receipts and eager nothing."""

from __future__ import annotations

from helpdesk.settings.base import *
from helpdesk.settings.base import FACE, VAR_DIR

SECRET_KEY = "test-only-" + "y" * 50
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PUBLIC_SESSION_COOKIE = "help"
DESK_SESSION_COOKIE = "desk"
KIOSK_COOKIE = "kiosk"
SESSION_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
TESTING = True
RECEIPT_SITE_SALT = "test-salt-0000000000000"
RECEIPT_PEPPER = "test-pepper-000000000000000000000000"
RECEIPT_ARGON2 = {"time_cost": 1, "memory_cost": 64, "parallelism": 1}
KEYRING_PUBLIC = VAR_DIR / "test-keyring.public.json"
KEYRING_PRIVATE = VAR_DIR / "test-keyring.private.json" if FACE != "public" else None
MAIL_FOLDER = VAR_DIR / "test-mail"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Nothing is collected for a test run: files come straight from the apps.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
