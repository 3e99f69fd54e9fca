"""The cryptography of safety.md 3 as pure functions over bytes: wrap a data key, seal and open one field.

A sealed value: version (1) | data key id (16) | nonce (12) | AES-256-GCM(length (4) | UTF-8 | zeros).
"""

from __future__ import annotations

import os
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from helpdesk.sealing.errors import TamperedCiphertext

VERSION = b"\x01"
NONCE, TAG, LENGTH = 12, 16, 4
HEADER = len(VERSION) + 16 + NONCE
STEPS = (
    256,
    1024,
    4096,
    16384,
    65536,
)  # what a length can tell an onlooker: one of these, then multiples of the last
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def new_key() -> bytes:
    """A random 256-bit data key."""
    return os.urandom(32)


def new_pair() -> tuple[bytes, bytes]:
    """A fresh X25519 pair: private bytes, public bytes."""
    return pair_from(X25519PrivateKey.generate().private_bytes_raw())


def pair_from(private: bytes) -> tuple[bytes, bytes]:
    """The X25519 pair of these 32 private bytes."""
    return private, X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def derive(secret: bytes, info: str, *, salt: bytes = b"") -> bytes:
    """32 bytes of HKDF-SHA256; `info` keeps the uses of one secret apart."""
    return HKDF(SHA256(), 32, salt or None, info.encode()).derive(secret)


def wrap(key: bytes, *, public: bytes, data_key: UUID, recipient: str) -> bytes:
    """`key` encrypted to one recipient; it opens only as this data key and for this recipient."""
    return SUITE.encrypt(key, X25519PublicKey.from_public_bytes(public), _wrap_info(data_key, recipient))


def unwrap(wrapped: bytes, *, private: bytes, data_key: UUID, recipient: str) -> bytes:
    """The data key out of `wrap`. Raises TamperedCiphertext when anything differs."""
    try:
        key = SUITE.decrypt(
            bytes(wrapped), X25519PrivateKey.from_private_bytes(private), _wrap_info(data_key, recipient)
        )
    except (InvalidTag, ValueError):
        raise TamperedCiphertext(f"wrapped key of {data_key} for {recipient}") from None
    if len(key) != 32:
        raise TamperedCiphertext(f"wrapped key of {data_key} for {recipient}")
    return key


def seal_text(text: str, *, key: bytes, data_key: UUID, label: str, pk: str) -> bytes:
    """`text` sealed for one field of one row. Lone surrogates, which no page could show again, become "?"."""
    return seal_raw(text.encode("utf-8", "replace"), key=key, data_key=data_key, label=label, pk=pk)


def seal_raw(raw: bytes, *, key: bytes, data_key: UUID, label: str, pk: str) -> bytes:
    """Bytes sealed for one field of one row."""
    plain = (len(raw).to_bytes(LENGTH, "big") + raw).ljust(padded_length(len(raw) + LENGTH), b"\0")
    nonce = os.urandom(NONCE)
    body = AESGCM(_field_key(key, data_key, label)).encrypt(nonce, plain, _bound_to(data_key, label, pk))
    return VERSION + data_key.bytes + nonce + body


def open_text(token: bytes, *, key: bytes, data_key: UUID, label: str, pk: str) -> str:
    """The text out of `seal_text`. Raises TamperedCiphertext for changed, cut or moved bytes."""
    return open_raw(token, key=key, data_key=data_key, label=label, pk=pk).decode("utf-8")


def open_raw(token: bytes, *, key: bytes, data_key: UUID, label: str, pk: str) -> bytes:
    """The bytes out of `seal_raw`. Raises TamperedCiphertext for changed, cut or moved bytes."""
    place = f"{label} {pk}"
    prefix = VERSION + data_key.bytes
    if len(token) < HEADER + LENGTH + TAG or not token.startswith(prefix):
        raise TamperedCiphertext(place)
    nonce, body = token[len(prefix) : HEADER], token[HEADER:]
    try:
        plain = AESGCM(_field_key(key, data_key, label)).decrypt(nonce, body, _bound_to(data_key, label, pk))
    except InvalidTag:
        raise TamperedCiphertext(place) from None
    length = int.from_bytes(plain[:LENGTH], "big")
    return plain[LENGTH : LENGTH + length]


def padded_length(size: int) -> int:
    """The step that `size` bytes are padded to."""
    for step in STEPS:
        if size <= step:
            return step
    return -(-size // STEPS[-1]) * STEPS[-1]


def _wrap_info(data_key: UUID, recipient: str) -> bytes:
    return f"ganak data key 1|{data_key}|{recipient}".encode()


def _field_key(key: bytes, data_key: UUID, label: str) -> bytes:
    return derive(key, f"ganak field 1|{label}", salt=data_key.bytes)


def _bound_to(data_key: UUID, label: str, pk: str) -> bytes:
    return VERSION + data_key.bytes + f"{label}|{pk}".encode()
