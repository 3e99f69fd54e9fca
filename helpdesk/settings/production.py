"""Production: two hosts, FACE=public without private keys, FACE=desk and FACE=worker with them."""

from __future__ import annotations

from helpdesk.settings import env
from helpdesk.settings.base import *

SECRET_KEY = env.text("SECRET_KEY")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
RECEIPT_SITE_SALT = env.text("RECEIPT_SITE_SALT")
RECEIPT_PEPPER = env.text("RECEIPT_PEPPER")
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
MAIL_DELIVERY = "smtp"
EMAIL_HOST = env.text("SMTP_HOST", "localhost")
EMAIL_PORT = env.number("SMTP_PORT", 25, least=1, most=65535)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

# Lines of JSON without values: helpdesk/operations/logs.py.
LOGGING = {**LOGGING, "formatters": {"plain": {"()": "helpdesk.operations.logs.JsonLines"}}}
