"""How long an invitation lives, and what an address, a secret and a loopback host are. Plain Python."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta

INVITATION_LIFE = timedelta(hours=24)
ASKING_LIFE = timedelta(minutes=30)  # so long a second person may agree to sealing or opening
LOOPBACK_ADDRESSES = frozenset({"127.0.0.1", "::1"})
LOOPBACK_HOSTS = frozenset({"localhost", "127.0.0.1", "[::1]"})


def new_token() -> str:
    """A secret for one link."""
    return secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of it. 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_pseudonym() -> str:
    """What stands in old tasks for somebody who left: one word of code, no name."""
    return f"— {secrets.token_hex(3).upper()}"


def is_loopback(*, address: str, host: str, is_forwarded: bool) -> bool:
    """Whether a browser on this very machine asks, without a proxy between: both ends must say so."""
    name = host if host.startswith("[") and host.endswith("]") else host.rpartition(":")[0] or host
    return address in LOOPBACK_ADDRESSES and name in LOOPBACK_HOSTS and not is_forwarded
