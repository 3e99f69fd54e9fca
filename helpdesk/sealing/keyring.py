"""The organisation's key pairs in two JSON files; only desk and worker are told where the private one is.

{"kind": "production", "current": "<kid>", "keys": {"<kid>": "<base64>"}}; the private file has no "current".
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from helpdesk.sealing import ciphers, watcher
from helpdesk.sealing.errors import KeyringError, NoPrivateKey

PRODUCTION, DEVELOPMENT, TEST = "production", "development", "test"


@dataclass(frozen=True)
class Keyring:
    """One file: keys by id. The current key is the one that new data keys are wrapped to."""

    kind: str
    current: str
    keys: dict[str, bytes] = field(repr=False)


_read: dict[
    Path, tuple[tuple[int, int, int], Keyring]
] = {}  # a file is read again when it changes, so a wiped one is gone


os.register_at_fork(after_in_child=_read.clear)  # a child reads, and watches, for itself


def kind_of_this_process() -> str:
    """What a keyring made here may be used for."""
    if getattr(settings, "TESTING", False):
        return TEST
    return DEVELOPMENT if settings.DEBUG else PRODUCTION


def public() -> Keyring:
    """The organisation's public keys. Raises KeyringError when there are none."""
    _make_for_development()
    return _load(_public_file())


def private() -> Keyring:
    """The organisation's private keys. Raises NoPrivateKey in the public process and after a wipe."""
    path = _private_file()
    _make_for_development()
    try:
        ring = _load(path)
    except FileNotFoundError:
        raise NoPrivateKey("The private keyring is gone.") from None
    watcher.keep_watch(path, lambda: forget_private(path))
    return ring


def forget_private(path: Path | None = None) -> None:
    """Nothing of the private keyring stays in this process's memory."""
    read = _read.pop(path or _private_file(), None)
    for key in read[1].keys.values() if read else ():
        watcher.overwrite(key)


def has_private() -> bool:
    """Whether this process could open what the organisation may open."""
    return settings.KEYRING_PRIVATE is not None and _private_file().exists()


def add_pair() -> str:
    """Makes a new pair, writes the private half first, and makes it current. Gives its id."""
    with _locked():
        return _add_pair()


def remove_pair(kid: str) -> None:
    """Forgets both halves of a pair that nothing is wrapped to any more; the public half goes first."""
    with _locked():
        ours, theirs = _load(_public_file()), private()
        if kid == ours.current:
            raise KeyringError("The current key cannot be retired; make a new one first.")
        if kid not in ours.keys and kid not in theirs.keys:
            raise KeyringError(f"There is no key {kid}.")
        _write(_public_file(), ours, {k: v for k, v in ours.keys.items() if k != kid}, 0o644)
        _write(_private_file(), theirs, {k: v for k, v in theirs.keys.items() if k != kid}, 0o600)


def put_back(public_half: Keyring, private_half: Keyring) -> None:
    """The keyring out of a backup. Raises KeyringError where another one stands already."""
    with _locked():
        for path, ring, mode in (
            (_private_file(), private_half, 0o600),
            (_public_file(), public_half, 0o644),
        ):
            if path.exists() and any(_load(path).keys.get(kid) != key for kid, key in ring.keys.items()):
                raise KeyringError(f"The keyring at {path} is another one; move it away first.")
            if not path.exists():
                _write(path, ring, ring.keys, mode)


def mismatched() -> list[str]:
    """Ids whose private half does not belong to the public half, or is missing."""
    ours, theirs = public(), private()
    return [
        kid
        for kid, key in ours.keys.items()
        if kid not in theirs.keys or ciphers.pair_from(theirs.keys[kid])[1] != key
    ]


def _add_pair() -> str:
    kind = kind_of_this_process()
    empty = Keyring(kind, "", {})
    ours = _load(_public_file()) if _public_file().exists() else empty
    theirs = _load(_private_file()) if _private_file().exists() else empty
    if {ours.kind, theirs.kind} != {kind}:
        raise KeyringError(f"This keyring is for {ours.kind}; here it must be for {kind}.")
    kid = f"{timezone.now():%Y%m%d}-{secrets.token_hex(4)}"
    private_half, public_half = ciphers.new_pair()
    _write(_private_file(), theirs, {**theirs.keys, kid: private_half}, 0o600)
    _write(_public_file(), Keyring(kind, kid, {}), {**ours.keys, kid: public_half}, 0o644)
    return kid


def _make_for_development() -> None:
    """A keyring of its own for each VAR_DIR, never in production and never by the public process."""
    if settings.KEYRING_PRIVATE is None or kind_of_this_process() == PRODUCTION:
        return
    if _public_file().exists():
        return
    with _locked():
        if not _public_file().exists():
            _add_pair()


def _public_file() -> Path:
    return Path(settings.KEYRING_PUBLIC)


def _private_file() -> Path:
    """Raises NoPrivateKey in the public process, which is told of no such file."""
    if settings.KEYRING_PRIVATE is None:
        raise NoPrivateKey("This process holds no private key.")
    return Path(settings.KEYRING_PRIVATE)


def _load(path: Path) -> Keyring:
    try:
        state = path.stat()
    except FileNotFoundError:
        _read.pop(path, None)
        if settings.KEYRING_PRIVATE is not None and path == _private_file():
            raise
        raise KeyringError(f"There is no keyring at {path}.") from None
    mark = (state.st_mtime_ns, state.st_size, state.st_ino)
    if path not in _read or _read[path][0] != mark:
        _read[path] = (mark, _parse(path))
    return _read[path][1]


def _parse(path: Path) -> Keyring:
    try:
        data: dict[str, Any] = json.loads(path.read_text())
        keys = {kid: base64.b64decode(value, validate=True) for kid, value in data["keys"].items()}
        ring = Keyring(data["kind"], data.get("current", ""), keys)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KeyringError(f"The keyring at {path} cannot be read.") from None
    if any(len(key) != 32 for key in keys.values()) or (ring.current and ring.current not in keys):
        raise KeyringError(f"The keyring at {path} is damaged.")
    return ring


def _write(path: Path, ring: Keyring, keys: dict[str, bytes], mode: int) -> None:
    """Replaces the file in one step, so a reader never sees half a keyring and a kill loses nothing."""
    data: dict[str, Any] = {
        "kind": ring.kind,
        "keys": {k: base64.b64encode(v).decode() for k, v in keys.items()},
    }
    if ring.current:
        data["current"] = ring.current
    draft = path.with_suffix(f".{os.getpid()}.new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(handle, "w") as file:
        json.dump(data, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


@contextmanager
def _locked() -> Iterator[None]:
    """One process at a time changes the keyring."""
    path = _public_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    _private_file().parent.mkdir(parents=True, exist_ok=True)
    with path.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
