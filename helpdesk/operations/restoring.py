"""A backup put back into an empty database, and told what was erased since it was made."""

from __future__ import annotations

import base64
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from cases.closing.actions import erase_client, erase_requests
from cases.closing.rules import Rule
from cases.requests.models import Client, HelpRequest
from helpdesk.accounts.actors import System
from helpdesk.audit import queries as audit
from helpdesk.audit.actions import record
from helpdesk.operations import backups, postgres, vault
from helpdesk.sealing import keyring, ledger, rotation
from helpdesk.sealing.actions import erase_keys
from helpdesk.sealing.keyring import Keyring
from helpdesk.sealing.models import DataKey, Erasure

RESTORE = System("restore")
PIECE = 1024 * 1024
BATCH = 200


class CannotRestore(Exception):
    """These files do not belong together, or this is not the place for them."""


class Again(NamedTuple):
    """What was erased once more."""

    clients: int
    requests: int
    keys: int


@dataclass(frozen=True)
class Outcome:
    """What a restore came to: counts, and what does not open or does not verify."""

    wraps: int
    again: Again
    entries: int
    breaks: list[str]
    unopenable: list[str]


def restore(database: Path, keys: Path, *, private: bytes, ledger_file: Path) -> Outcome:
    """Both backups, the younger ledger, and a look at every key and entry.

    Raises CannotRestore, Unreadable, CannotRun or KeyringError; the database is then empty or to be thrown
    away.
    """
    _check(database, keys)
    with tempfile.TemporaryFile() as wraps:
        told = _open_keys(keys, private, wraps)
        keyring.put_back(*_rings(told))  # refuses before anything is done
        with database.open("rb") as source:
            postgres.restore(vault.read(source, private=private))
        count = _load_wraps(wraps)
    call_command("migrate", interactive=False, verbosity=0)
    lines = ledger.parse(told["erased"]) | ledger.in_file(ledger_file)
    again = _say_again(lines)
    record("operations.restore", None, by=RESTORE)
    chain = audit.walk()
    closed = [f"{pk}: {reason}" for pk, reason in rotation.unopenable()]
    return Outcome(count, again, chain.length, chain.breaks, closed)


def _check(database: Path, keys: Path) -> None:
    heads = {}
    for kind, path in ((backups.DATABASE, database), (backups.KEYS, keys)):
        with path.open("rb") as source:
            heads[kind] = vault.read_head(source)
        if heads[kind].get("kind") != kind:
            raise CannotRestore(f"{path} is no backup of the {kind}.")
    if str(heads[backups.KEYS]["made"]) < str(heads[backups.DATABASE]["made"]):
        raise CannotRestore(
            "The backup of the keys is older than the dump: what came in between would be lost."
        )
    if not postgres.is_empty():
        raise CannotRestore("This database is not empty; name a new one in DATABASE_URL.")


def _open_keys(path: Path, private: bytes, wraps: IO[bytes]) -> dict[str, Any]:
    """The first line; the wraps, which are ciphertext, go into `wraps`. Private halves touch no disk."""
    first = bytearray()
    with path.open("rb") as source:
        pieces = vault.read(source, private=private)
        for piece in pieces:
            line, end, rest = piece.partition(b"\n")
            first += line
            if end:
                wraps.write(rest)
                break
        for piece in pieces:
            wraps.write(piece)
    return dict(json.loads(first))


def _rings(told: dict[str, Any]) -> tuple[Keyring, Keyring]:
    public, private = (
        {kid: base64.b64decode(half) for kid, half in told[name].items()} for name in ("public", "private")
    )
    return Keyring(told["kind"], told["current"], public), Keyring(told["kind"], "", private)


@transaction.atomic
def _load_wraps(wraps: IO[bytes]) -> int:
    """Those of keys that the dump knows; the others were made after it."""
    wraps.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE arriving (LIKE {postgres.WRAPS}) ON COMMIT DROP")
        cursor.execute("ALTER TABLE arriving DROP COLUMN id")
        with cursor.copy(f"COPY arriving ({backups.COLUMNS}) FROM STDIN") as copy:
            for piece in _pieces(wraps):
                copy.write(piece)
        cursor.execute(
            f"INSERT INTO {postgres.WRAPS} ({backups.COLUMNS}) SELECT {backups.COLUMNS} FROM arriving"  # noqa: S608
            " WHERE data_key_id IN (SELECT id FROM sealing_datakey)"
        )
        return int(cursor.rowcount)


def _pieces(source: IO[bytes]) -> Iterator[bytes]:
    while piece := source.read(PIECE):
        yield piece


def _say_again(lines: set[ledger.Erased]) -> Again:
    """Erases again who and what was erased: by the ledger, and every key that has no wrap any more."""
    rows = [Erasure(kind=line.kind, thing=line.thing, erased_on=line.on) for line in lines]
    Erasure.objects.bulk_create(rows, ignore_conflicts=True)
    hers = [line.thing for line in lines if line.kind == Erasure.CLIENT]
    clients = list(Client.objects.filter(pk__in=hers).order_by("pk"))
    for client in clients:
        erase_client(client=client, by=RESTORE)
    doomed = {key.pk: key for key in ledger.living_keys(lines)}
    doomed |= {key.pk: key for key in DataKey.objects.filter(erased_on=None).exclude(wraps__kid__gt="")}
    requests = 0
    while some := _erase_some_requests(list(doomed)):
        requests += some
    left = list(DataKey.objects.filter(pk__in=list(doomed), erased_on=None))
    erase_keys(left)
    return Again(len(clients), requests, len(left))


@transaction.atomic
def _erase_some_requests(keys: list[UUID]) -> int:
    """Only a request that was forgotten has lost the key of its words: its plain facts go too."""
    locked = HelpRequest.objects.select_for_update(of=("self",)).filter(inbox_key__in=keys)
    rows = list(locked.order_by("pk")[:BATCH])
    if rows:
        erase_requests(requests=rows, rules={row.pk: Rule.CLOSED for row in rows}, by=RESTORE)
    return len(rows)


def default_ledger() -> Path:
    return Path(settings.ERASURE_LEDGER)
