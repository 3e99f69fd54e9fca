"""Signs of life of beat and workers: for the house in Redis, for one process in its memory."""

from __future__ import annotations

import contextlib
import time

from django.core.cache import cache
from redis.exceptions import RedisError

BEAT = "beat"
QUEUES = ("celery", "files")
KEPT = 24 * 60 * 60  # seconds
MOST_AGE = 180  # beat speaks each minute, and what it asks for is done at once

_heard: dict[str, float] = {}


def heard(name: str) -> None:
    """A sign of this process, kept in its own memory; costs nothing."""
    _heard[name] = time.monotonic()


def age_here(name: str) -> float | None:
    """Seconds since this process gave that sign; None before the first."""
    return time.monotonic() - _heard[name] if name in _heard else None


def tell(name: str) -> None:
    """A sign for everybody. That Redis is away stops nobody's work."""
    with contextlib.suppress(RedisError, OSError):
        cache.set(f"pulse:{name}", time.time(), KEPT)


def age_of(name: str) -> float | None:
    """Seconds since that sign, None when there was none for a day. Raises RedisError."""
    at = cache.get(f"pulse:{name}")
    return max(0.0, time.time() - at) if isinstance(at, float) else None
