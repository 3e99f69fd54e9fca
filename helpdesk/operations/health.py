"""Whether this process can do its work now: each check by its name, nothing about what it found."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pkgutil import iter_modules

import psycopg
import redis
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from helpdesk.operations.pulses import MOST_AGE, age_here
from helpdesk.sealing import keyring
from helpdesk.sealing.errors import SealingError

SECONDS = 2
WORKER = "worker"
_migrated: set[str] = set()


def failing(roles: set[str]) -> list[str]:
    """Names of what is not as it must be, none when all is well. `roles`: beat or worker, where it is one."""
    checks: dict[str, Callable[[], bool]] = {
        "database": database_answers,
        "migrations": migrations_are_applied,
        "redis": redis_answers,
        "keyring": keyring_fits,
    }
    checks |= {role: lambda role=role: _is_alive(role) for role in sorted(roles)}  # type: ignore[misc]
    found: list[str] = []
    for name, is_well in checks.items():
        if name == "migrations" and "database" in found:
            continue
        if not is_well():
            found.append(name)
    return found


def database_answers() -> bool:
    """By a line of its own: the pool may be busy, and would wait for longer than whoever asks."""
    try:
        with _line() as line:
            return line.execute("SELECT 1").fetchone() is not None
    except psycopg.Error:
        return False


def migrations_are_applied() -> bool:
    """Once they are, they stay: the answer yes is remembered."""
    if _migrated:
        return True
    try:
        with _line() as line:
            rows = line.execute("SELECT app, name FROM django_migrations").fetchall()
    except psycopg.Error:
        return False
    if _on_disk() <= {(app, name) for app, name in rows}:
        _migrated.add("yes")
    return bool(_migrated)


def redis_answers() -> bool:
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_connect_timeout=SECONDS, socket_timeout=SECONDS
        ) as line:
            return bool(line.ping())
    except (redis.RedisError, OSError):
        return False


def keyring_fits() -> bool:
    """The public face seals and holds nothing that opens; desk and workers hold both halves."""
    try:
        ring = keyring.public()
        if settings.FACE == "public":
            return not keyring.has_private()
        return ring.current in keyring.private().keys
    except (SealingError, OSError):
        return False


def _is_alive(role: str) -> bool:
    age = age_here(role)
    return age is not None and age < MOST_AGE


def _line() -> psycopg.Connection:
    given = connection.get_connection_params()
    known = {"dbname", "user", "password", "host", "port", "sslmode"}
    named = {name: value for name, value in given.items() if name in known}
    return psycopg.connect(
        **named, autocommit=True, connect_timeout=SECONDS, options=f"-c statement_timeout={SECONDS}s"
    )


@cache
def _on_disk() -> set[tuple[str, str]]:
    """By their names: reading the files themselves would cost each process megabytes for ever."""
    found: set[tuple[str, str]] = set()
    for app in apps.get_app_configs():
        module, _is_chosen = MigrationLoader.migrations_module(app.label)
        spec = find_spec(module) if module else None
        for _finder, name, is_package in iter_modules(spec.submodule_search_locations if spec else []):
            if not is_package and name[0] not in "_~":
                found.add((app.label, name))
    return found
