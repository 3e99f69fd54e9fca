"""A device of ours that visitors share: opened with a one-time code, and what it remembers of itself.

The device holds a cookie with a random pass; Redis holds, under the pass's hash, which office opened it.
What a visitor types is in her own public session, which lives two minutes from her last step
(helpdesk/ui/kiosk.py). No sign-in of anybody is involved: a stolen device would open nothing.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest

CODE_DIGITS = 10
CODE_SECONDS = 5 * 60
OPEN_SECONDS = 12 * 60 * 60
REST_SECONDS = 2 * 60


@dataclass(frozen=True)
class Kiosk:
    """An open device and the office it stands in."""

    office_id: int


def new_code(office_id: int) -> str:
    """Ten digits that open one device once, within five minutes."""
    code = "".join(str(secrets.randbelow(10)) for _ in range(CODE_DIGITS))
    cache.set(_name("code", code), {"office": office_id, "at": time.time()}, CODE_SECONDS)
    return code


def open_with(code: str) -> str | None:
    """The pass for this device; None for a code that is wrong, used or too old."""
    name = _name("code", code)
    offer = cache.get(name)
    if offer is None or not cache.delete(name):  # of two devices at once, one deletes it
        return None
    if offer["at"] + CODE_SECONDS <= time.time():
        return None
    own = secrets.token_urlsafe(32)
    cache.set(_name("pass", own), {"office": offer["office"], "at": time.time()}, OPEN_SECONDS)
    return own


def kiosk_of(own: str) -> Kiosk | None:
    """The device with this pass, while it is open."""
    entry = cache.get(_name("pass", own))
    if entry is None or entry["at"] + OPEN_SECONDS <= time.time():
        return None
    closed_at: float = cache.get(f"kiosk:closed:{entry['office']}", 0.0)
    return Kiosk(entry["office"]) if entry["at"] > closed_at else None


def close_all(office_id: int) -> None:
    """No device of this office is a kiosk from now on."""
    cache.set(f"kiosk:closed:{office_id}", time.time(), OPEN_SECONDS)


def kiosk_here(request: HttpRequest) -> Kiosk | None:
    """The kiosk this request comes from, or None; set by the middleware in helpdesk/ui/kiosk.py."""
    found: Kiosk | None = getattr(request, "kiosk", None)
    return found


def _name(kind: str, secret: str) -> str:
    return f"kiosk:{kind}:{hashlib.sha256(f'ganak kiosk 1|{secret}'.encode()).hexdigest()}"
