"""Counting tries without keeping addresses: buckets in Redis under a random key of the day."""

from __future__ import annotations

import hmac
import ipaddress
import os
import threading
import time
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from helpdesk.accounts.kiosk import kiosk_here

DAY = 24 * 60 * 60


@dataclass(frozen=True)
class Limit:
    """At most `most` tries within `seconds` from the first one, for each client bucket.

    Visitors at our own shared device come from one address one after another: some limits spare it.
    """

    name: str
    most: int
    seconds: int
    spares_kiosk: bool = False


def take(limit: Limit, request: HttpRequest) -> int:
    """Counts one try before it is made; 0 when it may go on, else the seconds to wait.

    Counted first and given back on success, so that many tries at once are not all let through.
    """
    if limit.spares_kiosk and kiosk_here(request):
        return 0
    name = _name(limit, request)
    ends = time.time() + limit.seconds
    if not cache.add(f"{name}:ends", ends, limit.seconds):
        ends = cache.get(f"{name}:ends", ends)
    cache.add(name, 0, limit.seconds)
    try:
        count = cache.incr(name)
    except ValueError:  # it ran out between the two lines
        return 0
    return max(1, int(ends - time.time()) + 1) if count > limit.most else 0


def give_back(limit: Limit, request: HttpRequest) -> None:
    """The try was a right one: it does not count."""
    name = _name(limit, request)
    if (cache.get(name) or 0) > 0:
        cache.decr(name)


@dataclass(frozen=True)
class Flood:
    """Past `most` tries of everybody together within `seconds`, each further one is served more slowly."""

    name: str
    most: int
    seconds: int


SLOW_SECONDS = 1.0
MOST_WAITING = 2  # in one process: a flood must not put all its threads to sleep
_waiting = threading.BoundedSemaphore(MOST_WAITING)


def is_flooded(flood: Flood) -> bool:
    """Counts one try of the whole site; nobody is ever blocked for what others do."""
    name = f"flood:{flood.name}"
    cache.add(name, 0, flood.seconds)
    try:
        return int(cache.incr(name)) > flood.most
    except ValueError:  # it ran out between the two lines
        return False


def slow_down(flood: Flood) -> None:
    """Makes a flood dear for whoever sends it, and costs an honest person at most a second."""
    if is_flooded(flood) and _waiting.acquire(blocking=False):
        try:
            time.sleep(SLOW_SECONDS)
        finally:
            _waiting.release()


def _name(limit: Limit, request: HttpRequest) -> str:
    return f"tries:{limit.name}:{bucket_of(request)}"


def bucket_of(request: HttpRequest) -> str:
    """The address of the connection, or of the one header that our own proxy always overwrites.

    What any other header claims is free to invent and does not count.
    """
    raw = request.META.get(settings.CLIENT_ADDRESS_HEADER, "")
    try:
        address = ipaddress.ip_address(raw)
    except ValueError:
        return hmac.digest(_key_of_the_day(), b"none", sha256).hex()
    if address.version == 6:  # one household owns a whole /64
        raw = str(ipaddress.ip_network(f"{address}/64", strict=False))
    return hmac.digest(_key_of_the_day(), raw.encode(), sha256).hex()


def _key_of_the_day() -> bytes:
    """Random and forgotten after a day: yesterday's buckets cannot be tied to addresses by anybody."""
    name = "tries:key"
    cache.add(name, os.urandom(32), DAY)
    key = cache.get(name)
    return key if isinstance(key, bytes) else os.urandom(32)
