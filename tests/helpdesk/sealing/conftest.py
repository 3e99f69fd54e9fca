"""Keyrings and tables of a test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from helpdesk.sealing import ciphers
from helpdesk.sealing.actions import new_data_key
from helpdesk.sealing.inbox import InboxKey
from tests.helpdesk.sealing.letters import Folder, letter_tables


@pytest.fixture
def letters(db: None) -> Iterator[None]:
    with letter_tables():
        yield


@pytest.fixture(autouse=True)
def own_keyring(settings: Any, tmp_path: Path) -> Path:
    """Every test makes its own keys, so none can hurt another's."""
    settings.KEYRING_PUBLIC = tmp_path / "public.json"
    settings.KEYRING_PRIVATE = tmp_path / "private.json"
    return tmp_path


@pytest.fixture
def public_process(settings: Any) -> Callable[[], None]:
    """Called: from now on this process is the public one, which knows no private key."""

    def leave() -> None:
        settings.KEYRING_PRIVATE = None

    return leave


@pytest.fixture
def anna() -> InboxKey:
    """A client with an inbox key."""
    return InboxKey(uuid4(), ciphers.new_pair()[0])


@pytest.fixture
def folder(letters: None, anna: InboxKey) -> Folder:
    """Wrapped to the organisation and to Anna."""
    made: Folder = Folder.objects.create(data_key=new_data_key("inbox", anna.public, anna.client_id))
    return made


@pytest.fixture
def stranger_id() -> UUID:
    return uuid4()
