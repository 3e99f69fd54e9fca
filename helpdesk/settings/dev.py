"""Development: one process, demo sign-in on loopback, keys made for this machine only."""

from __future__ import annotations

from helpdesk.settings.base import *

DEBUG = True
DEBUG_PROPAGATE_EXCEPTIONS = False
SECRET_KEY = "development-only-" + "x" * 50
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
PUBLIC_SESSION_COOKIE = "help"  # __Host- needs https
DESK_SESSION_COOKIE = "desk"
KIOSK_COOKIE = "kiosk"
SESSION_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
SECOND_FACTOR_REQUIRED = False
DEMO_SIGN_IN = True
FILES_MUST_BE_CONFINED = False  # so that it runs on any machine; confined where the kernel can
RECEIPT_SITE_SALT = "development-salt-000000"
RECEIPT_PEPPER = "development-pepper-0000000000000000"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
