"""What a page carries through the browser while nothing is stored yet: encrypted, and for a while only.

A form of several pages outlives the loss of its session (Redis restarted without its data) because each page
holds what was typed on those before. Nobody who reads the page's source finds words there.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import time
import zlib
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from helpdesk.sealing import ciphers

NONCE = 12
MOST_BYTES = 256 * 1024  # of the plain values; a token that unpacks to more was not made by us


def carry(values: dict[str, Any], *, purpose: str) -> str:
    """`values` (what JSON can hold) as one token for a hidden field; opens only for the same purpose."""
    raw = zlib.compress(json.dumps({"at": int(time.time()), "values": values}).encode())
    nonce = os.urandom(NONCE)
    return base64.urlsafe_b64encode(nonce + AESGCM(_key()).encrypt(nonce, raw, purpose.encode())).decode()


def carried(token: str, *, purpose: str, seconds: int) -> dict[str, Any] | None:
    """What such a token holds; None when it is older than `seconds` or not ours."""
    try:
        sealed = base64.urlsafe_b64decode(token.encode("ascii"))
        raw = AESGCM(_key()).decrypt(sealed[:NONCE], sealed[NONCE:], purpose.encode())
        found: dict[str, Any] = json.loads(zlib.decompressobj().decompress(raw, MOST_BYTES))
    except (InvalidTag, ValueError, binascii.Error, zlib.error):
        return None
    values: dict[str, Any] = found["values"]
    return values if 0 <= time.time() - found["at"] <= seconds else None


def _key() -> bytes:
    return ciphers.derive(settings.SECRET_KEY.encode(), "ganak carried page 1")
