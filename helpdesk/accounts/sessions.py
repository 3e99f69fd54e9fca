"""Sessions in Redis, named and encrypted by what only the cookie holds: a copy of Redis reads neither."""

from __future__ import annotations

import contextlib
import hashlib
import os
import time
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.core.cache import cache
from redis import Redis
from redis.exceptions import RedisError

from helpdesk.accounts.access import UNLOCKED

NONCE = 12
SEEN_EVERY = 60  # seconds between two notes that the person is still there; each one writes the session


def name_of(session_key: str) -> str:
    """The name of a session in Redis; also what a list of sessions may keep, since it opens nothing."""
    return hashlib.sha256(b"ganak session name 1|" + session_key.encode()).hexdigest()


def forget_names(names: list[str]) -> None:
    """Sessions of these names end now. Without Redis they have ended already."""
    with contextlib.suppress(RedisError):
        cache.delete_many([f"session:{name}" for name in names])


def end_every_session() -> int:
    """All sessions of both faces end now: signed in, unlocked or just begun; how many."""
    redis = Redis.from_url(settings.REDIS_URL)
    ended = 0
    with contextlib.suppress(RedisError):
        for name in redis.scan_iter(match=f"{cache.key_prefix}:*session:*", count=1000):
            ended += redis.delete(name)
    return ended


def client_clock() -> dict[str, int]:
    """The two times that an unlocked receipt carries: unlocked at, last seen at (Unix seconds)."""
    now = int(time.time())
    return {"since": now, "seen": now}


def client_seconds_left(entry: dict[str, Any]) -> int:
    """How long an unlocked receipt may stay open; 0 or less means that it is over."""
    now = int(time.time())
    idle = entry["seen"] + settings.CLIENT_IDLE_MINUTES * 60 - now
    absolute = entry["since"] + settings.CLIENT_ABSOLUTE_HOURS * 3600 - now
    return int(min(idle, absolute))


class SessionStore(SessionBase):
    """Django's session interface over the cache; the payload is AES-GCM under a key from the cookie."""

    def load(self) -> dict[str, Any]:
        data = self._read()
        if data is None:
            self._session_key = None
            return {}
        entry = data.get(UNLOCKED)
        if entry is not None:
            if client_seconds_left(entry) <= 0:
                self.delete(self.session_key)
                self._session_key = None
                return {}
            if time.time() - entry["seen"] >= SEEN_EVERY:
                entry["seen"] = int(time.time())
                self.modified = True
        return data

    def exists(self, session_key: str | None = None) -> bool:
        return bool(session_key) and cache.has_key(self._name(str(session_key)))

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002 - Django calls it so
        if self.session_key is None:
            return self.create()
        payload = self._encrypt(self._get_session(no_load=must_create))  # type: ignore[attr-defined]
        name, seconds = self._name(self.session_key), self.get_expiry_age()
        if must_create:
            if not cache.add(name, payload, seconds):
                raise CreateError
        elif not cache.has_key(name):
            raise UpdateError
        else:
            cache.set(name, payload, seconds)
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            cache.delete(self._name(key))

    @classmethod
    def clear_expired(cls) -> None:
        """Redis forgets by itself."""

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Seconds that Redis keeps the session: an unlocked receipt's own clock where there is one."""
        age = int(super().get_expiry_age(**kwargs))
        entry = (getattr(self, "_session_cache", None) or {}).get(UNLOCKED)
        return age if entry is None else max(1, min(age, client_seconds_left(entry)))

    def _read(self) -> dict[str, Any] | None:
        if self.session_key is None:
            return None
        payload = cache.get(self._name(self.session_key))
        if not isinstance(payload, bytes) or len(payload) <= NONCE:
            return None
        try:
            raw = AESGCM(self._secret()).decrypt(
                payload[:NONCE], payload[NONCE:], self._name(self.session_key).encode()
            )
            data: dict[str, Any] = self.serializer().loads(raw)
        except (InvalidTag, ValueError):
            return None
        return data

    def _encrypt(self, data: dict[str, Any]) -> bytes:
        nonce = os.urandom(NONCE)
        raw = self.serializer().dumps(data)
        return nonce + AESGCM(self._secret()).encrypt(nonce, raw, self._name(str(self.session_key)).encode())

    def _secret(self) -> bytes:
        return HKDF(SHA256(), 32, None, b"ganak session payload 1").derive(str(self.session_key).encode())

    @staticmethod
    def _name(session_key: str) -> str:
        return f"session:{name_of(session_key)}"
