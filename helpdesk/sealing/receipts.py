"""From a receipt to the inbox it opens: one slow derivation gives the locator and the inbox key pair."""

from __future__ import annotations

import hmac
import threading
from dataclasses import dataclass, field
from hashlib import sha256

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from helpdesk.sealing import ciphers
from helpdesk.sealing.inbox import inbox_keypair

_one_at_a_time = threading.Lock()  # 64 MiB each: a rush of tries must not eat the machine's memory


@dataclass(frozen=True)
class OpenedReceipt:
    """What a receipt stands for; only the locator and the public key are ever stored."""

    locator: bytes
    private: bytes = field(repr=False)
    public: bytes


def derive(digits: str) -> OpenedReceipt:
    """The same work for every receipt, whether anybody holds it or not (0.3 s by design, safety.md 1)."""
    with _one_at_a_time:
        stretched = hash_secret_raw(
            secret=digits.encode(),
            salt=settings.RECEIPT_SITE_SALT.encode(),
            hash_len=32,
            type=Type.ID,
            **settings.RECEIPT_ARGON2,
        )
    locator = hmac.digest(settings.RECEIPT_PEPPER.encode(), stretched, sha256)
    private, public = inbox_keypair(stretched)
    return OpenedReceipt(locator=locator, private=private, public=public)


def contact_mark(normalised: str) -> bytes | None:
    """A blind index: equal contacts get equal marks, and without the pepper a mark says nothing."""
    if not normalised:
        return None
    key = ciphers.derive(settings.RECEIPT_PEPPER.encode(), "ganak contact mark 1")
    return hmac.digest(key, normalised.encode(), sha256)
