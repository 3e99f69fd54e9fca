"""A real process with FACE=public: it seals, reads with a receipt, and holds nothing that opens notes."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.conf import settings as configured

from helpdesk.sealing import keyring
from helpdesk.sealing.actions import new_data_key
from helpdesk.sealing.inbox import InboxKey
from helpdesk.sealing.models import DataKey
from tests.helpdesk.sealing.letters import database_url

PROGRAM = Path(__file__).with_name("public_program.py")


def run_public(anna: InboxKey, desk_key: DataKey, inbox_key: DataKey) -> dict[str, Any]:
    """Starts the program with only the public keyring; gives what it said, memory search included."""
    env = {name: value for name, value in os.environ.items() if name != "KEYRING_PRIVATE"}
    env |= {
        "FACE": "public",
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": "helpdesk.settings.test",
        "TEST_PUBLIC_KEYRING": str(configured.KEYRING_PUBLIC),
    }
    words = [
        str(anna.client_id),
        base64.b64encode(anna.private).decode(),
        str(desk_key.pk),
        str(inbox_key.pk),
    ]
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM)],
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=configured.BASE_DIR,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(words) + "\n")
    process.stdin.flush()
    said: dict[str, Any] = json.loads(process.stdout.readline())
    said["memory"] = memory_of(process.pid)
    said["maps"] = Path(f"/proc/{process.pid}/maps").read_text()
    said["environ"] = Path(f"/proc/{process.pid}/environ").read_bytes()
    process.communicate("over\n", timeout=20)
    return said


def memory_of(pid: int) -> bytes:
    """Everything the process could write to: its heap, stacks and private mappings."""
    found = bytearray()
    with Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            area, rights = line.split()[:2]
            if "rw" not in rights:
                continue
            start, end = (int(part, 16) for part in area.split("-"))
            try:
                memory.seek(start)
                found += memory.read(end - start)
            except OSError:
                continue
    return bytes(found)


def test_the_public_process_seals_and_reads_by_receipt_but_holds_no_private_key(
    transactional_db: None, anna: InboxKey
) -> None:
    desk_key, inbox_key = new_data_key("desk"), new_data_key("inbox", anna.public, anna.client_id)
    keyring.add_pair()
    said = run_public(anna, desk_key, inbox_key)
    assert said["private_setting"] is None
    assert said["opened"] == "written by the public process"
    assert said["reveal"] == said["desk_note"] == said["desk_seal"] == "NoPrivateKey"
    public = next(iter(keyring.public().keys.values()))
    assert public in said["memory"], "the search finds what is there"
    for private in keyring.private().keys.values():
        for form in (private, base64.b64encode(private), private.hex().encode()):
            assert form not in said["memory"]
            assert form not in said["environ"]
    assert str(configured.KEYRING_PRIVATE) not in said["maps"]
    assert str(configured.KEYRING_PRIVATE).encode() not in said["environ"] + said["memory"]
