"""Taking the private keyring away from this machine, and bringing it back with two of three parts.

While it is away its file stands encrypted to a key that is nowhere but in three people's parts. Running
processes forget what they had read within two seconds.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.conf import settings

from helpdesk.sealing import ciphers, keyring, shares
from helpdesk.sealing.errors import KeyringError, NoPrivateKey

INFO = b"ganak keyring away 1"


def private_file() -> Path:
    if settings.KEYRING_PRIVATE is None:
        raise NoPrivateKey("This process holds no private key.")
    return Path(settings.KEYRING_PRIVATE)


def away_file() -> Path:
    """Where the encrypted keyring stands while it is away."""
    return private_file().with_suffix(".away")


def lock_file() -> Path:
    """The public half of the key to which it is encrypted; it opens nothing."""
    return private_file().with_suffix(".shares")


def is_ready() -> bool:
    """Whether three people hold parts, so that the keyring can come back."""
    return lock_file().exists()


def may_wipe() -> bool:
    """Whether sealing is prepared, or was decided to need no way back."""
    return bool(settings.SEAL_DESTROYS_KEYRING) or is_ready()


def make_shares() -> dict[int, str]:
    """A new key to encrypt the keyring to, in three parts that are shown once and stand nowhere."""
    if away_file().exists():
        raise KeyringError("The keyring is away. Bring it back before you make new parts.")
    private, public = ciphers.new_pair()
    _write(lock_file(), json.dumps({"public": public.hex()}).encode(), 0o600)
    return shares.split(private)


def wipe() -> bool:
    """Away with it; False when it was away already. Raises KeyringError before anybody holds parts.

    With SEAL_DESTROYS_KEYRING nothing is kept: only its backup, which stands elsewhere, brings it back.
    """
    path = private_file()
    if not path.exists():
        return False
    if not settings.SEAL_DESTROYS_KEYRING:
        if not is_ready():
            raise KeyringError("Nobody holds parts of a key yet: run manage.py panic shares first.")
        public = X25519PublicKey.from_public_bytes(
            bytes.fromhex(json.loads(lock_file().read_text())["public"])
        )
        _write(away_file(), ciphers.SUITE.encrypt(path.read_bytes(), public, INFO), 0o600)
    with path.open("r+b") as file:  # most disks keep old blocks; the encrypted volume is the real answer
        file.write(b"\0" * path.stat().st_size)
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
    keyring.forget_private()
    return True


def bring_back(one: str, other: str) -> None:
    """The keyring as it was. Raises KeyringError when the parts are wrong or nothing is away."""
    if private_file().exists():
        raise KeyringError("The keyring is here.")
    if not away_file().exists():
        raise KeyringError("No keyring is put away on this machine. Take it out of its backup.")
    secret = shares.join(one, other)
    try:
        raw = ciphers.SUITE.decrypt(
            away_file().read_bytes(), X25519PrivateKey.from_private_bytes(secret), INFO
        )
    except (InvalidTag, ValueError):
        raise KeyringError("These parts do not open this keyring.") from None
    _write(private_file(), raw, 0o600)
    away_file().unlink()


def _write(path: Path, raw: bytes, mode: int) -> None:
    draft = path.with_suffix(f".{os.getpid()}.draft")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
