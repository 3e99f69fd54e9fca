"""A keyring that is put away is gone for every process that had read it, not only for the one that did it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from helpdesk.sealing import keyring, watcher, wiping
from helpdesk.sealing.errors import NoPrivateKey

KEEPER = """
import django, time
django.setup()
from helpdesk.sealing import keyring
kept = list(keyring.private().keys.values())
print("holds", flush=True)
while keyring._read.keys() - {keyring._public_file()}:
    time.sleep(0.05)
print(kept[0] == bytes(32), flush=True)
"""


@pytest.fixture
def own(settings: Any, tmp_path: Path) -> Path:
    settings.KEYRING_PUBLIC = tmp_path / "test-keyring.public.json"
    settings.KEYRING_PRIVATE = tmp_path / "test-keyring.private.json"
    keyring.public()
    return tmp_path


def test_another_process_forgets_and_overwrites_what_it_had_read(own: Path) -> None:
    wiping.make_shares()
    environment = {**os.environ, "VAR_DIR": str(own), "DJANGO_SETTINGS_MODULE": "helpdesk.settings.test"}
    command = [sys.executable, "-c", KEEPER]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "holds"
        began = time.monotonic()
        wiping.wipe()
        assert process.stdout.readline().strip() == "True"
        assert time.monotonic() - began < 5
    with pytest.raises(NoPrivateKey):
        keyring.private()


def test_nothing_of_the_key_stands_in_what_is_left(own: Path) -> None:
    raw = (own / "test-keyring.private.json").read_bytes()
    secret = next(iter(keyring.private().keys.values()))
    secret = bytes(bytearray(secret))  # a copy: the original is overwritten
    wiping.make_shares()
    wiping.wipe()
    left = b"".join(path.read_bytes() for path in own.iterdir() if "public" not in path.name)
    assert raw[20:60] not in left
    assert secret not in left
    assert secret.hex().encode() not in left


def test_without_a_way_back_nothing_is_kept(own: Path, settings: Any) -> None:
    settings.SEAL_DESTROYS_KEYRING = True
    assert wiping.may_wipe()
    assert wiping.wipe()
    assert not wiping.away_file().exists()


def test_overwriting_is_seen_by_whoever_holds_the_bytes() -> None:
    held = os.urandom(32)
    watcher.overwrite(held)
    assert held == bytes(32)
