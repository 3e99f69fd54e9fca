"""A real process with FACE=public: it takes requests in and shows replies, and opens nothing of the desk."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from cases.requests.actions import add_note, add_staff_message
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from helpdesk.sealing import keyring
from helpdesk.sealing.actions import reveal_one
from helpdesk.sealing.reasons import Reason
from tests.conftest import url_of_test_database

PROGRAM = Path(__file__).with_name("public_program.py")


class PublicProcess:
    """Started with the public keyring only."""

    def __init__(self) -> None:
        hidden = {"KEYRING_PRIVATE", "PYTEST_CURRENT_TEST"}
        env = {name: value for name, value in os.environ.items() if name not in hidden}
        env |= {
            "FACE": "public",
            "DATABASE_URL": url_of_test_database(),
            "DJANGO_SETTINGS_MODULE": "helpdesk.settings.test",
            "TEST_PUBLIC_KEYRING": str(settings.KEYRING_PUBLIC),
            "PYTHONPATH": str(settings.BASE_DIR),
        }
        self.process = subprocess.Popen(
            [sys.executable, str(PROGRAM)],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=settings.BASE_DIR,
        )

    def hear(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        said: dict[str, Any] = json.loads(self.process.stdout.readline())
        return said

    def go_on(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def memory(self) -> bytes:
        """All it could write to: heap, stacks and private mappings; with its environment."""
        found = bytearray(Path(f"/proc/{self.process.pid}/environ").read_bytes())
        with Path(f"/proc/{self.process.pid}/mem").open("rb", 0) as memory:
            for line in Path(f"/proc/{self.process.pid}/maps").read_text().splitlines():
                area, rights = line.split()[:2]
                if "rw" in rights:
                    start, end = (int(part, 16) for part in area.split("-"))
                    try:
                        memory.seek(start)
                        found += memory.read(end - start)
                    except OSError:
                        continue
        return bytes(found)


@pytest.mark.django_db(transaction=True)
def test_the_public_process_takes_in_and_shows_replies_but_opens_nothing_of_the_desk(
    alena_operator: User,
) -> None:
    keyring.public()  # this process has the keys; the other one gets the public half only
    public = PublicProcess()
    first = public.hear()
    assert len(first["digits"]) == 20
    assert first["private"] is None
    help_request = HelpRequest.objects.get()
    opened = reveal_one(help_request, ["story"], by=alena_operator, reason=Reason.TRIAGE)
    assert opened["story"] == "З публічнага працэсу"
    add_staff_message(help_request=help_request, body="Адказ стала", language="be", by=alena_operator)
    add_note(help_request=help_request, body="Нататка стала", language="be", by=alena_operator)
    public.go_on()
    said = public.hear()
    assert "Адказ стала" in said["page"]
    assert "З публічнага працэсу" in said["page"]
    assert "Нататка стала" not in said["page"]
    assert said["sent"] == 302
    assert said["desk"] == 404
    assert said["note_by_receipt"] == said["note_by_desk_way"] == said["story_by_desk_way"] == "NoPrivateKey"
    memory = public.memory()
    for private in keyring.private().keys.values():
        for shape in (private, private.hex().encode()):
            assert shape not in memory
    last, _ = public.process.communicate("\n", timeout=20)
    assert json.loads(last) == {"erased": 200}
    assert public.process.returncode == 0
    assert HelpRequest.objects.count() == 0
