"""Turns DATABASE_URL into a setting: `postgres://user:pass@host:5432/name`, or a socket (`?host=/dir`)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

# Pages are many and small: what a helping process or compiled code could save, starting it costs many times.
PLANS = "-c max_parallel_workers_per_gather=0 -c jit=off"


def from_url(url: str, *, pool: bool) -> dict[str, Any]:
    """Settings for one PostgreSQL database.

    Raises ImproperlyConfigured when the address is not PostgreSQL or names no database.
    """
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if parts.scheme not in {"postgres", "postgresql"} or not name:
        raise ImproperlyConfigured("DATABASE_URL must look like postgres://user:password@host:5432/name.")
    query = parse_qs(parts.query)
    options: dict[str, Any] = {"sslmode": query["sslmode"][0]} if "sslmode" in query else {}
    options["options"] = PLANS
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query["host"][0] if "host" in query else (parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", [""])[0]),
        "OPTIONS": options,
        "CONN_MAX_AGE": 0,
        # a connection that died with its server is noticed when it is lent, not by the person who got it
        "CONN_HEALTH_CHECKS": pool,
    }
