"""`manage.py keys`: rotation with many rows, a kill half-way, and what may not be forgotten."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command

from helpdesk.accounts.actors import SYSTEM
from helpdesk.sealing import keyring, rotation
from helpdesk.sealing.actions import erase_key, new_data_key, reveal, seal
from helpdesk.sealing.models import DataKey, WrappedKey
from helpdesk.sealing.reasons import Reason
from tests.helpdesk.sealing.letters import Folder, database_url, letter_tables

MANY = 600


def keys(*words: str) -> str:
    told = StringIO()
    call_command("keys", *words, stdout=told)
    return told.getvalue()


def in_a_process_of_its_own(*words: str, **more: Any) -> subprocess.Popen[str]:
    code = (
        "import sys, django; from django.conf import settings; django.setup();"
        "from pathlib import Path; from django.core.management import call_command;"
        "settings.KEYRING_PUBLIC, settings.KEYRING_PRIVATE = Path(sys.argv[1]), Path(sys.argv[2]);"
        "call_command('keys', *sys.argv[3:])"
    )
    files = [str(configured.KEYRING_PUBLIC), str(configured.KEYRING_PRIVATE)]
    return subprocess.Popen(
        [sys.executable, "-c", code, *files, *words],
        env={
            **os.environ,
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "helpdesk.settings.test",
        },
        stdout=subprocess.PIPE,
        text=True,
        **more,
    )


@pytest.fixture
def many_folders(transactional_db: None) -> Iterator[None]:
    with letter_tables():
        folders = []
        for number in range(MANY):
            folder = Folder(data_key=new_data_key("desk"))
            seal(folder, title=f"title {number}")
            folders.append(folder)
        Folder.objects.bulk_create(folders)
        yield


def titles() -> set[str]:
    rows = list(Folder.objects.all())
    opened = reveal(rows, ["title"], by=SYSTEM, reason=Reason.HANDOVER, subject=rows[0])
    return {row["title"] for row in opened}


def test_rotation_killed_half_way_goes_on_and_loses_nothing(many_folders: None) -> None:
    old, everything = keyring.public().current, titles()
    assert len(everything) == MANY
    keys("new")
    new = keyring.public().current
    process = in_a_process_of_its_own("rewrap", "--batch", "50")
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("300 "):
            break
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    counts = rotation.wraps_by_kid()
    assert 0 < counts[old] < MANY
    assert sum(counts.values()) == MANY
    assert titles() == everything
    with pytest.raises(CommandError, match="still need"):
        keys("retire", old)
    assert "Done" in keys("rewrap")
    assert rotation.wraps_by_kid() == {new: MANY}
    keys("retire", old)
    assert old not in keyring.private().keys
    assert "Every data key opens" in keys("verify")
    assert titles() == everything


def test_status_says_which_key_opens_how_much(db: None) -> None:
    new_data_key("desk")
    told = keys("status")
    assert f"{keyring.public().current}: opens 1 data keys (current, private half here)" in told


def test_the_current_key_is_not_retired(db: None) -> None:
    keyring.public()
    with pytest.raises(CommandError, match="current"):
        keys("retire", keyring.public().current)
    with pytest.raises(CommandError, match="no key"):
        keys("retire", "20200101-00000000")


def test_a_second_rewrap_has_nothing_to_do(db: None) -> None:
    new_data_key("desk")
    keys("new")
    assert "Done: 1 data keys" in keys("rewrap")
    assert "Done: 0 data keys" in keys("rewrap")


def test_a_clients_wrap_is_left_alone_by_rotation(db: None, anna: Any) -> None:
    data_key = new_data_key("inbox", anna.public, anna.client_id)
    before = bytes(WrappedKey.objects.get(client_id=anna.client_id).wrapped)
    keys("new")
    keys("rewrap")
    assert bytes(WrappedKey.objects.get(client_id=anna.client_id).wrapped) == before
    assert data_key.wraps.count() == 2


def test_verify_names_what_does_not_open(db: None) -> None:
    damaged, unwrapped, unknown, erased = (new_data_key("desk") for _ in range(4))
    WrappedKey.objects.filter(data_key=damaged).update(wrapped=b"x" * 80)
    WrappedKey.objects.filter(data_key=unwrapped).delete()
    WrappedKey.objects.filter(data_key=unknown).update(kid="20200101-00000000")
    erase_key(erased)
    new_data_key("desk")
    told = StringIO()
    with pytest.raises(CommandError, match="3 problems"):
        call_command("keys", "verify", stdout=told)
    for data_key in (damaged, unwrapped, unknown):
        assert str(data_key.pk) in told.getvalue()


def test_verify_says_when_the_halves_do_not_belong_together(db: None, settings: Any, tmp_path: Path) -> None:
    keyring.public()
    keys("new")
    settings.KEYRING_PRIVATE = tmp_path / "other" / "private.json"
    settings.KEYRING_PRIVATE.parent.mkdir()
    settings.KEYRING_PRIVATE.write_text('{"kind": "test", "keys": {}}')
    with pytest.raises(CommandError, match="2 problems"):
        keys("verify")


def test_an_erased_key_without_rows_leaves_nothing(db: None) -> None:
    erase_key(new_data_key("desk"))
    assert not DataKey.objects.exists()


def test_a_foolish_batch_is_refused(db: None) -> None:
    with pytest.raises(CommandError, match="at least one"):
        keys("rewrap", "--batch", "0")
