"""A client's own key: derived from her receipt, kept in her session only, opening what is wrapped to her."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import NoReturn
from uuid import UUID

from django.http import HttpRequest

from helpdesk.accounts.access import UNLOCKED
from helpdesk.accounts.sessions import client_clock
from helpdesk.sealing import ciphers


@dataclass(frozen=True)
class InboxKey:
    """The private half of one client's inbox key pair."""

    client_id: UUID
    private: bytes = field(repr=False)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("An inbox key is not pickled.")

    @property
    def public(self) -> bytes:
        """What data keys are wrapped to."""
        return ciphers.pair_from(self.private)[1]


def inbox_keypair(secret: bytes) -> tuple[bytes, bytes]:
    """Private and public bytes of the inbox that belongs to `secret` (the Argon2 output of a receipt)."""
    return ciphers.pair_from(ciphers.derive(secret, "ganak inbox x25519 1"))


def inbox_key_of(request: HttpRequest) -> InboxKey | None:
    """The inbox unlocked in this session, if it still is; the session store forgets it when time is up."""
    entry = request.session.get(UNLOCKED)
    if not entry:
        return None
    return InboxKey(UUID(entry["client"]), base64.b64decode(entry["key"]))


def remember_inbox_key(request: HttpRequest, key: InboxKey, *, is_temporary: bool = False) -> None:
    """Unlocks the inbox for this session under a new cookie, so a cookie planted before is worth nothing.

    A temporary receipt unlocks the page for new digits only (access.py).
    """
    request.session.cycle_key()
    request.session[UNLOCKED] = {
        "client": str(key.client_id),
        "key": base64.b64encode(key.private).decode(),
        "temporary": is_temporary,
        **client_clock(),
    }


def forget_inbox_key(request: HttpRequest) -> None:
    """Locks the inbox and throws the whole session away."""
    request.session.flush()
