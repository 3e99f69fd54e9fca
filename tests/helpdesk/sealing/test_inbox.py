"""The key that a receipt unlocks lives in one session, under a new cookie, for a short time."""

from __future__ import annotations

import pickle
from typing import Any

import pytest
from django.http import HttpRequest

from helpdesk.accounts.sessions import SessionStore
from helpdesk.sealing.inbox import (
    InboxKey,
    forget_inbox_key,
    inbox_key_of,
    inbox_keypair,
    remember_inbox_key,
)


def request_with(session_key: str | None = None) -> HttpRequest:
    request = HttpRequest()
    request.session = SessionStore(session_key)
    return request


def test_one_secret_always_gives_the_same_inbox() -> None:
    assert inbox_keypair(b"a" * 32) == inbox_keypair(b"a" * 32) != inbox_keypair(b"b" * 32)


def test_an_unlocked_inbox_is_there_on_the_next_page(anna: InboxKey) -> None:
    request = request_with()
    remember_inbox_key(request, anna)
    request.session.save()
    assert inbox_key_of(request_with(request.session.session_key)) == anna


def test_unlocking_changes_the_cookie(anna: InboxKey) -> None:
    planted = request_with()
    planted.session["seen"] = "before"
    planted.session.save()
    key = planted.session.session_key
    remember_inbox_key(planted, anna)
    planted.session.save()
    assert planted.session.session_key != key
    assert not SessionStore(key).load()


def test_locking_leaves_nothing(anna: InboxKey) -> None:
    request = request_with()
    remember_inbox_key(request, anna)
    request.session.save()
    key = request.session.session_key
    forget_inbox_key(request)
    assert inbox_key_of(request) is None
    assert inbox_key_of(request_with(key)) is None


def test_a_reader_has_no_inbox() -> None:
    assert inbox_key_of(request_with()) is None


def test_an_inbox_key_is_neither_printed_nor_pickled(anna: InboxKey) -> None:
    assert repr(anna.private) not in repr(anna)
    with pytest.raises(TypeError):
        pickle.dumps(anna)


@pytest.mark.parametrize(("minutes", "open_still"), [(20, True), (31, False)])
def test_an_idle_inbox_closes(anna: InboxKey, monkeypatch: Any, minutes: int, open_still: bool) -> None:
    request = request_with()
    remember_inbox_key(request, anna)
    request.session["inbox"]["seen"] -= minutes * 60
    request.session["inbox"]["since"] -= minutes * 60
    request.session.save()
    assert (inbox_key_of(request_with(request.session.session_key)) is not None) is open_still
