"""What the public process does in test_public_process.py: seal, read by receipt, try what must not work."""

from __future__ import annotations

import base64
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

sys.path.insert(0, os.getcwd())  # noqa: PTH109

import django
from django.conf import settings

django.setup()
settings.KEYRING_PUBLIC = Path(os.environ["TEST_PUBLIC_KEYRING"])

from helpdesk.accounts.actors import ByReceipt  # noqa: E402
from helpdesk.sealing.actions import new_data_key, open_with, reveal, seal  # noqa: E402
from helpdesk.sealing.errors import SealingError  # noqa: E402
from helpdesk.sealing.inbox import InboxKey  # noqa: E402
from helpdesk.sealing.models import DataKey  # noqa: E402
from tests.helpdesk.sealing.letters import Folder, Letter  # noqa: E402


def name_of_failure(act: Callable[[], Any]) -> str:
    try:
        act()
    except SealingError as problem:
        return type(problem).__name__
    return "nothing failed"


def main() -> None:
    client_id, private, desk_pk, inbox_pk = json.loads(sys.stdin.readline())
    anna = InboxKey(UUID(client_id), base64.b64decode(private))
    by = ByReceipt(anna.client_id)
    inbox = Folder(data_key=DataKey.objects.get(pk=inbox_pk))
    letter = Letter(folder=inbox)
    seal(letter, opener=anna, body="written by the public process")
    inbox.data_key.opened = None
    note = Letter(folder=Folder(data_key=new_data_key("desk")))
    seal(note, body="sealed at intake, for the desk only")
    note.folder.data_key = DataKey.objects.get(pk=note.folder.data_key_id)
    old = Letter(folder=Folder(data_key=DataKey.objects.get(pk=desk_pk)))
    said = {
        "private_setting": settings.KEYRING_PRIVATE,
        "opened": open_with(anna, letter, ["body"])[0]["body"],
        "reveal": name_of_failure(lambda: reveal(letter, ["body"], by=by, reason="answer")),
        "desk_note": name_of_failure(lambda: open_with(anna, note, ["body"])),
        "desk_seal": name_of_failure(lambda: seal(old, body="more")),
    }
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()
    sys.stdin.readline()


main()
