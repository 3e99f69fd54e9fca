"""Backups: what was changed does not open, what is too old goes, and a failed one leaves nothing behind."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from helpdesk.operations import backups, vault
from helpdesk.sealing import ciphers, ledger
from helpdesk.sealing.models import Erasure

PRIVATE, PUBLIC = ciphers.new_pair()
HEAD = {"kind": "database", "made": "20261122T031000Z"}


def sealed(content: bytes) -> bytes:
    out = io.BytesIO()
    pieces = (content[at : at + 300_000] for at in range(0, len(content), 300_000))
    assert vault.write(out, pieces, head=HEAD, public=PUBLIC) == len(content)
    return out.getvalue()


def opened(raw: bytes, private: bytes = PRIVATE) -> bytes:
    return b"".join(vault.read(io.BytesIO(raw), private=private))


@pytest.mark.parametrize("size", [0, 1, vault.PIECE, vault.PIECE + 1, 3 * vault.PIECE - 7])
def test_what_is_sealed_comes_back_whole(size: int) -> None:
    content = bytes(number % 251 for number in range(256)) * (size // 256 + 1)
    raw = sealed(content[:size])
    assert vault.read_head(io.BytesIO(raw)) == HEAD
    assert opened(raw) == content[:size]


def _piece() -> int:
    return 4 + vault.PIECE + vault.TAG


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "one bit": lambda raw: raw[:-9] + bytes([raw[-9] ^ 1]) + raw[-8:],
    "another head": lambda raw: raw.replace(b"20261122", b"20261123"),
    "cut in a piece": lambda raw: raw[:-5],
    "cut between pieces": lambda raw: raw[: -(4 + 100 + vault.TAG)],
    "last piece only": lambda raw: raw[: -(4 + 100 + vault.TAG) - _piece()] + raw[-(4 + 100 + vault.TAG) :],
    "something added": lambda raw: raw + b"\0\0\0\x20" + b"x" * 32,
    "nothing of ours": lambda raw: b"PGDMP" + raw,
    "empty": lambda raw: b"",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_what_was_changed_or_cut_off_does_not_open(damage: Callable[[bytes], bytes]) -> None:
    raw = sealed(b"k" * (vault.PIECE + 100))
    with pytest.raises(vault.Unreadable):
        opened(damage(raw))


def test_nobody_else_opens_it() -> None:
    with pytest.raises(vault.Unreadable, match="another key"):
        opened(sealed(b"words"), private=ciphers.new_pair()[0])


def test_a_key_is_never_replaced_and_a_half_is_not_taken_for_the_other(tmp_path: Path) -> None:
    public, private = tmp_path / "public", tmp_path / "private"
    vault.new_key(public, private)
    assert private.stat().st_mode & 0o077 == 0
    with pytest.raises(FileExistsError):
        vault.new_key(public, tmp_path / "other")
    with pytest.raises(vault.Unreadable):
        vault.read_key(public, vault.PRIVATE)
    pair = ciphers.pair_from(vault.read_key(private, vault.PRIVATE))
    assert pair[1] == vault.read_key(public, vault.PUBLIC)


def test_databases_live_thirty_days_and_keys_seven(vaults: Path) -> None:
    now = datetime(2026, 11, 22, 3, 10, tzinfo=UTC)

    def file(kind: str, days: float) -> Path:
        made = now - timedelta(days=days)
        path = backups._folder(kind) / f"ganak-{made:{backups.STAMP}}.{kind}.sealed"
        path.write_bytes(b"")
        return path

    old = [file("database", 30), file("database", 400), file("keys", 7), file("keys", 29)]
    young = [file("database", 29.99), file("database", 0), file("keys", 6.99)]
    strange = backups._folder("keys") / "ganak-notes.txt"
    strange.write_text("kept")
    assert sorted(backups.forget_old(now)) == sorted(old)
    assert [path.exists() for path in (*old, *young, strange)] == [False] * 4 + [True] * 4


@pytest.mark.django_db
def test_a_backup_that_fails_leaves_nothing_half_done_and_still_forgets(vaults: Path, settings: Any) -> None:
    made = timezone.now() - timedelta(days=8)
    old = backups._folder("keys") / f"ganak-{made.astimezone(UTC):{backups.STAMP}}.keys.sealed"
    old.write_bytes(b"")
    programs = vaults / "programs"
    programs.mkdir()
    (programs / "pg_dump").write_text("#!/bin/sh\nprintf PGDMP-half\necho gave up >&2\nexit 1\n")
    (programs / "pg_dump").chmod(0o755)
    settings.POSTGRES_PROGRAMS = programs
    with pytest.raises(CommandError, match="pg_dump: gave up"):
        call_command("backup", stdout=io.StringIO())
    assert [*backups._folder("database").iterdir(), *backups._folder("keys").iterdir()] == []


@pytest.mark.django_db
def test_the_file_of_the_ledger_outlives_its_table_and_forgets_in_time(tmp_path: Path) -> None:
    path = tmp_path / "erasures.jsonl"
    today = timezone.localdate()
    first, old = uuid4(), uuid4()
    ledger.note_erasure(Erasure.CLIENT, first)
    ledger.note_erasure(Erasure.CLIENT, first)
    Erasure.objects.create(kind="key", thing=old, erased_on=today - timedelta(days=ledger.DAYS_KEPT + 1))
    assert ledger.copy_to(path) == 1
    assert ledger.in_file(path) == {ledger.Erased("client", first, today)} == ledger.in_table()
    assert path.stat().st_mode & 0o077 == 0
    Erasure.objects.all().delete()
    ledger.note_erasure(Erasure.KEY, old)
    assert ledger.copy_to(path) == 1
    assert {line.thing for line in ledger.in_file(path)} == {first, old}
    assert ledger.copy_to(path) == 0


def test_a_ledger_that_cannot_be_read_stops_a_restore(tmp_path: Path) -> None:
    (tmp_path / "broken").write_text('["client", "no id", "2026-11-22"]\n')
    with pytest.raises(ValueError, match="badly formed"):
        ledger.in_file(tmp_path / "broken")
    assert ledger.in_file(tmp_path / "missing") == set()
