"""A keyring, folders and an empty database of a drill's own."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from helpdesk.embedded.places import postgres_account, postgres_programs


@pytest.fixture
def vaults(settings: Any, tmp_path: Path) -> Path:
    """Folders for backups, a key for them, and a keyring that no other test knows."""
    settings.KEYRING_PUBLIC = tmp_path / "public.json"
    settings.KEYRING_PRIVATE = tmp_path / "private.json"
    settings.BACKUP_DIR = tmp_path / "thirty days"
    settings.BACKUP_KEYS_DIR = tmp_path / "seven days"
    settings.BACKUP_PUBLIC_KEY = tmp_path / "backups.public"
    settings.ERASURE_LEDGER = tmp_path / "erasures.jsonl"
    settings.POSTGRES_PROGRAMS = postgres_programs(postgres_account())
    call_command("backup", "--new-key", str(tmp_path / "offline.private"), stdout=io.StringIO())
    return tmp_path


@pytest.fixture
def elsewhere(transactional_db: None) -> Iterator[Callable[[], Any]]:
    """`with elsewhere():` Django talks to another, new database on the same server."""
    name = f"{connection.settings_dict['NAME']}_restored"
    parts = urlsplit(os.environ["DATABASE_URL"])
    server = urlunsplit(parts._replace(path="/postgres"))

    def drop() -> None:
        with psycopg.connect(server, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextmanager
    def there() -> Iterator[None]:
        usual = connection.settings_dict["NAME"]
        connection.close()
        connection.close_pool()
        connection.settings_dict["NAME"] = name
        try:
            yield
        finally:
            connection.close()
            connection.close_pool()
            connection.settings_dict["NAME"] = usual

    drop()
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    yield there
    drop()
