"""A copy of Redis shows neither whose session it is nor what is in it; an unlocked receipt ends by itself."""

from __future__ import annotations

import base64
import time
from typing import Any

import pytest
import redis
from django.conf import settings as configured
from django.contrib.sessions.backends.base import UpdateError
from django.core.cache import cache

from helpdesk.accounts.access import UNLOCKED
from helpdesk.accounts.sessions import SessionStore, client_clock, name_of

CANARY = "Сакрэтнае слова canary-word"


def saved(**content: Any) -> str:
    session = SessionStore()
    session.update(content)
    session.save()
    return str(session.session_key)


def dump_of_redis() -> bytes:
    """Every key with its raw bytes."""
    client = redis.Redis.from_url(configured.REDIS_URL)
    found = b"".join(
        key + (client.get(key) or b"") for key in client.scan_iter() if client.type(key) == b"string"
    )
    client.close()
    return found


def test_a_session_comes_back_by_its_cookie_only() -> None:
    key = saved(word=CANARY)
    assert SessionStore(key)["word"] == CANARY
    assert SessionStore("z" * 32).load() == {}


def test_a_copy_of_redis_reveals_neither_cookie_nor_content() -> None:
    key = saved(word=CANARY)
    dump = dump_of_redis()
    assert name_of(key).encode() in dump, "the search finds what is there"
    for secret in (key, CANARY, "canary-word", "word"):
        raw = secret.encode()
        for form in (raw, secret.encode("utf-16-le"), raw.hex().encode(), base64.b64encode(raw).rstrip(b"=")):
            assert form not in dump


def test_the_name_in_redis_does_not_open_the_session() -> None:
    assert SessionStore(name_of(saved(word=CANARY))).load() == {}


def test_a_changed_or_moved_payload_is_an_empty_session() -> None:
    mine, other = saved(word="mine"), saved(word="other")
    names = [f"session:{name_of(key)}" for key in (mine, other)]
    cache.set(names[0], cache.get(names[1]))
    assert SessionStore(mine).load() == {}
    payload = bytearray(cache.get(names[1]))
    payload[-1] ^= 1
    cache.set(names[1], bytes(payload))
    assert SessionStore(other).load() == {}
    cache.set(names[1], "not bytes")
    assert SessionStore(other).load() == {}


def test_each_saving_looks_different() -> None:
    key = saved(word="same")
    before = cache.get(f"session:{name_of(key)}")
    session = SessionStore(key)
    session["word"] = "same"
    session.save()
    assert cache.get(f"session:{name_of(key)}") != before


def test_a_deleted_session_is_gone_and_does_not_come_back() -> None:
    key = saved(word="mine")
    open_elsewhere = SessionStore(key)
    assert open_elsewhere["word"] == "mine"
    SessionStore(key).flush()
    assert not SessionStore().exists(key)
    assert dump_of_redis().find(name_of(key).encode()) == -1
    with pytest.raises(UpdateError):
        open_elsewhere.save()


def test_a_new_key_keeps_the_content_and_ends_the_old_one() -> None:
    session = SessionStore(saved(word="mine"))
    old = session.session_key
    session.cycle_key()
    assert SessionStore(session.session_key)["word"] == "mine"
    assert SessionStore(old).load() == {}


@pytest.mark.parametrize(
    ("since", "seen", "is_open"),
    [(0, 0, True), (29, 29, True), (30, 30, False), (119, 1, True), (120, 1, False), (500, 500, False)],
)
def test_an_unlocked_receipt_ends_when_idle_or_old(since: int, seen: int, is_open: bool) -> None:
    now = int(time.time()) + 2  # the clock may tick between writing and reading
    key = saved(**{UNLOCKED: {"since": now - since * 60, "seen": now - seen * 60}, "word": CANARY})
    if not is_open:
        entry = {"since": now - 2 - since * 60, "seen": now - 2 - seen * 60}
        key = saved(**{UNLOCKED: entry, "word": CANARY})
    session = SessionStore(key)
    assert (UNLOCKED in session) is is_open
    assert ("word" in session) is is_open
    if not is_open:
        assert not session.exists(key), "the whole session is gone from Redis"
        assert session.session_key is None


def test_being_there_keeps_a_receipt_open_but_not_beyond_its_end() -> None:
    now = int(time.time())
    session = SessionStore(saved(**{UNLOCKED: {"since": now - 6000, "seen": now - 600}}))
    assert session[UNLOCKED]["seen"] >= now
    assert session[UNLOCKED]["since"] == now - 6000
    assert session.modified


def test_redis_forgets_a_clients_session_by_itself() -> None:
    key = saved(**{UNLOCKED: client_clock()})
    client = redis.Redis.from_url(configured.REDIS_URL)
    seconds = [client.ttl(name) for name in client.scan_iter(f"*{name_of(key)}")]
    client.close()
    assert len(seconds) == 1
    assert 0 < seconds[0] <= configured.CLIENT_IDLE_MINUTES * 60


def test_an_empty_key_is_no_session() -> None:
    assert not SessionStore().exists("")
    assert not SessionStore().exists(None)
    SessionStore().delete()
    SessionStore.clear_expired()
