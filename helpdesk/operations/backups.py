"""Backups that forget: the database for 30 days without the wraps of its keys, the keys for 7 days apart.

A dump of any age opens only with the wraps of the newest backup of the keys. Whatever was erased before that
one was made has no wrap in it, and the backups in which it still had one are gone after 7 days: erased stays
erased, also in a dump of 30 days.
"""

from __future__ import annotations

import base64
import json
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from helpdesk.accounts.actors import System
from helpdesk.audit.actions import record
from helpdesk.operations import postgres, vault
from helpdesk.sealing import keyring, ledger

DATABASE, KEYS = "database", "keys"
DAYS = {DATABASE: 30, KEYS: 7}
NAME = re.compile(r"ganak-(\d{8}T\d{6}Z)\.(database|keys)\.sealed")
STAMP = "%Y%m%dT%H%M%SZ"
VERB = "operations.backup"
COLUMNS = "data_key_id, kid, client_id, wrapped"


def make() -> dict[str, Path]:
    """Both backups of one moment, the database first: each of its living keys is then among the wraps.

    What is too old goes in any case, even when nothing new could be made. Raises CannotRun or Unreadable.
    """
    public = vault.read_key(settings.BACKUP_PUBLIC_KEY, vault.PUBLIC)
    moment = timezone.now()
    try:
        made = {
            DATABASE: _seal(DATABASE, postgres.dump(), moment, public),
            KEYS: _seal(KEYS, _keys(), moment, public),
        }
    finally:
        forget_old(moment)
    record(VERB, None, by=System("backup"))
    return made


def forget_old(now: datetime) -> list[Path]:
    """Deletes what has reached its age, by the moment in its name; unfinished ones too."""
    gone: list[Path] = []
    for kind, days in DAYS.items():
        for path in sorted(_folder(kind).glob("ganak-*")):
            made = made_at(path)
            is_unfinished = path.suffix == ".part" and now.timestamp() - path.stat().st_mtime > 24 * 60 * 60
            if is_unfinished or (made is not None and now - made >= timedelta(days=days)):
                path.unlink()
                gone.append(path)
    return gone


def made_at(path: Path) -> datetime | None:
    found = NAME.fullmatch(path.name)
    return datetime.strptime(found.group(1), STAMP).replace(tzinfo=UTC) if found else None


def _folder(kind: str) -> Path:
    folder: Path = {DATABASE: settings.BACKUP_DIR, KEYS: settings.BACKUP_KEYS_DIR}[kind]
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _seal(kind: str, pieces: Iterator[bytes], moment: datetime, public: bytes) -> Path:
    """Under its name only when it is whole and on the disk."""
    path = _folder(kind) / f"ganak-{moment.astimezone(UTC):{STAMP}}.{kind}.sealed"
    draft = path.with_suffix(".part")
    head = {"kind": kind, "made": moment.astimezone(UTC).strftime(STAMP)}
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            vault.write(file, pieces, head=head, public=public)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()
    return path


def _keys() -> Iterator[bytes]:
    """One line of JSON with the organisation's keyring and the ledger, then the wraps as COPY writes them."""
    ours, theirs = keyring.public(), keyring.private()
    told: dict[str, Any] = {
        "kind": ours.kind,
        "current": ours.current,
        "public": _spelled(ours.keys),
        "private": _spelled(theirs.keys),
        "erased": ledger.spell(ledger.in_table() | ledger.in_file(settings.ERASURE_LEDGER)),
    }
    yield json.dumps(told).encode() + b"\n"
    with connection.cursor() as cursor, cursor.copy(f"COPY {postgres.WRAPS} ({COLUMNS}) TO STDOUT") as rows:
        for row in rows:
            yield bytes(row)
    if (keyring.public(), keyring.private()) != (ours, theirs):
        raise postgres.CannotRun("The keys of the organisation were changed meanwhile; run it again.")


def _spelled(keys: dict[str, bytes]) -> dict[str, str]:
    return {kid: base64.b64encode(half).decode() for kid, half in keys.items()}
