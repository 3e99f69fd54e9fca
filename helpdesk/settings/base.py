"""What holds everywhere. One process serves both faces in development; in production FACE says which."""

from __future__ import annotations

from pathlib import Path

from csp.constants import NONE, SELF

from helpdesk import languages
from helpdesk.settings import database, env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

DEBUG = False
ALLOWED_HOSTS: list[str] = []
FACE = env.one_of("FACE", ("both", "public", "desk", "worker"), "both")
ROOT_URLCONF = "helpdesk.urls"
WSGI_APPLICATION = "helpdesk.wsgi.application"

INSTALLED_APPS = [
    "modeltranslation",  # before the apps whose models it translates
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "helpdesk.accounts",
    "helpdesk.audit",
    "helpdesk.sealing",
    "helpdesk.ui",
    "helpdesk.messaging",
    "helpdesk.team",
    "helpdesk.operations",
    "knowledge",
    "cases",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "template_partials",
    "csp",
]

MIDDLEWARE = [
    "helpdesk.operations.middleware.Counted",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",  # before the next one, which answers some requests by itself
    "helpdesk.ui.middleware.SafetyHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "helpdesk.accounts.middleware.TwoFaceSession",
    "helpdesk.accounts.middleware.ReaderLanguage",
    "helpdesk.ui.kiosk.KioskRest",
    "django.middleware.common.CommonMiddleware",
    "helpdesk.ui.middleware.LongTexts",
    "helpdesk.ui.middleware.TracelessCsrf",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "helpdesk.accounts.middleware.StaffSessionLife",
    "helpdesk.audit.middleware.RefusalLog",
    "helpdesk.accounts.middleware.ClosedByDefault",
    "helpdesk.team.middleware.DeskClosed",
    "helpdesk.team.middleware.SecondFactor",
    "helpdesk.ui.middleware.ErasedWords",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "helpdesk.ui.context_processors.frame",
            ],
            "builtins": ["django.templatetags.i18n", "helpdesk.ui.templatetags.ui"],
        },
    }
]
FORMS_URLFIELD_ASSUME_HTTPS = True  # Django 6 does so by itself
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

DATABASES = {
    "default": database.from_url(
        env.text("DATABASE_URL", "postgres://postgres@127.0.0.1:5432/helpdesk"), pool=True
    )
}
REDIS_URL = env.text("REDIS_URL", "redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["helpdesk.team.adapters.Backend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"

ACCOUNT_ADAPTER = "helpdesk.team.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation proves the address
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_FORMS = {
    "login": "helpdesk.team.forms.SignInForm",
    "reauthenticate": "helpdesk.team.forms.PasswordAgainForm",
    "change_password": "helpdesk.team.forms.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login": "10/m/ip", "login_failed": "10/m/ip,5/300s/key"}
MFA_ADAPTER = "helpdesk.team.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # a found key without its finger or PIN opens nothing
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses are proved by invitation, not by mail
MFA_FORMS = {
    "authenticate": "helpdesk.team.forms.CodeForm",
    "reauthenticate": "helpdesk.team.forms.CodeAgainForm",
    "activate_totp": "helpdesk.team.forms.ActivateAppForm",
    "add_webauthn": "helpdesk.team.forms.AddPasskeyForm",
    "edit_webauthn": "helpdesk.team.forms.NamePasskeyForm",
}
MFA_TOTP_TOLERANCE = 0
MFA_TOTP_ISSUER = "Ganak"

# Sessions are ciphertext under a key that only the cookie holds: see helpdesk/accounts/sessions.py.
SESSION_ENGINE = "helpdesk.accounts.sessions"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_COOKIE_HTTPONLY = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_AGE = 12 * 60 * 60
PUBLIC_SESSION_COOKIE = "__Host-help"
DESK_SESSION_COOKIE = "__Host-desk"
KIOSK_COOKIE = "__Host-kiosk"  # on our own shared device only: helpdesk/ui/kiosk.py
SESSION_COOKIE_SECURE = True
# Behind a proxy every connection comes from the proxy. Name the header that it always overwrites with the
# real address (e.g. HTTP_X_CLIENT_ADDRESS); it is hashed at once and never stored (throttle.py).
CLIENT_ADDRESS_HEADER = env.text("CLIENT_ADDRESS_HEADER", "REMOTE_ADDR")
STAFF_IDLE_MINUTES = 30
STAFF_ABSOLUTE_HOURS = 12
CLIENT_IDLE_MINUTES = 30
CLIENT_ABSOLUTE_HOURS = 2
CSRF_USE_SESSIONS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # not in a cookie of its own
CSRF_FAILURE_VIEW = "helpdesk.ui.views.csrf_failure"
SECOND_FACTOR_REQUIRED = True
DEMO_SIGN_IN = False

LANGUAGE_CODE = languages.DEFAULT
LANGUAGES = list(languages.CHOICES)
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "helpdesk.settings.formats"
MODELTRANSLATION_DEFAULT_LANGUAGE = "be"
MODELTRANSLATION_LANGUAGES = languages.CODES
MODELTRANSLATION_FALLBACK_LANGUAGES = {
    "default": ("be", "en"),
    **{code: languages.reading_order(code)[1:] for code in languages.CODES},
}
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Warsaw"

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Sealing (safety.md 3). The public process gets only KEYRING_PUBLIC; desk and worker also KEYRING_PRIVATE.
KEYRING_PUBLIC = env.path("KEYRING_PUBLIC", VAR_DIR / "keyring.public.json")
KEYRING_PRIVATE = env.path("KEYRING_PRIVATE", VAR_DIR / "keyring.private.json") if FACE != "public" else None
# `panic seal` puts the private keyring away, encrypted to three people's parts; with this it keeps nothing.
SEAL_DESTROYS_KEYRING = env.flag("SEAL_DESTROYS_KEYRING", default=False)
RECEIPT_SITE_SALT = env.text("RECEIPT_SITE_SALT", "")
RECEIPT_PEPPER = env.text("RECEIPT_PEPPER", "")
RECEIPT_ARGON2 = {"time_cost": 3, "memory_cost": 64 * 1024, "parallelism": 1}

# Health and figures on a port that no proxy knows (helpdesk/operations/internal.py); 0: none.
INTERNAL_PORT = env.number("INTERNAL_PORT", 0, least=0, most=65535)
INTERNAL_HOST = env.text("INTERNAL_HOST", "127.0.0.1")
METRICS_DIR = env.path("METRICS_DIR", VAR_DIR / "metrics")
# Backups (helpdesk/operations/backups.py), sealed to this key; its private half is kept offline.
BACKUP_PUBLIC_KEY = env.path("BACKUP_PUBLIC_KEY", VAR_DIR / "backups.public")
BACKUP_DIR = env.path("BACKUP_DIR", VAR_DIR / "backups" / "database")
BACKUP_KEYS_DIR = env.path("BACKUP_KEYS_DIR", VAR_DIR / "backups" / "keys")
# What was erased, apart from the database: a restored backup is told (helpdesk/sealing/ledger.py).
ERASURE_LEDGER = env.path("ERASURE_LEDGER", VAR_DIR / "erasures.jsonl")
# Folder with pg_dump and pg_restore; empty: those of the PATH.
POSTGRES_PROGRAMS = Path(folder) if (folder := env.text("POSTGRES_PROGRAMS", "")) else None

EMAIL_BACKEND = "helpdesk.messaging.delivery.FolderBackend"
MAIL_FOLDER = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "desk@localhost")

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# Strangers' files are decoded by a worker that has no other duty (celery ... -Q files).
CELERY_TASK_ROUTES = {"cases.files.check": {"queue": "files"}, "operations.pulse_files": {"queue": "files"}}
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300, "socket_connect_timeout": 2}
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [
        "rest_framework.permissions.AllowAny"
    ],  # doors are kept by ClosedByDefault
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {"TITLE": "Ganak knowledge", "VERSION": "1", "SERVE_INCLUDE_SCHEMA": False}

SECURE_REFERRER_POLICY = "no-referrer"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_SECONDS = 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
# Where the public face lives, for addresses that the desk shows; empty: the host of the desk itself.
PUBLIC_ORIGIN = env.text("PUBLIC_ORIGIN", "").rstrip("/")
NEUTRAL_SITE = env.text("NEUTRAL_SITE", "https://www.wikipedia.org/")  # where the quick exit leads
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = ["helpdesk.ui.uploads.MemoryOnly"]  # nothing that people send touches a disk unsealed
# Where clamd listens: tcp://host:port or unix:/path. Empty: files are redrawn, but not searched for viruses.
CLAMD_ADDRESS = env.text("CLAMD_ADDRESS", "")
FILES_MUST_BE_CONFINED = True  # without seccomp no file is opened: it waits in quarantine

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

# Django looks for two of its own middlewares by name; ours (helpdesk/ui/middleware.py) do their work, and
# tests/architecture/test_headers.py and test_access_table.py prove it on every address.
SILENCED_SYSTEM_CHECKS = ["security.W002", "security.W003"]
