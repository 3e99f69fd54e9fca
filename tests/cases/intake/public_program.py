"""What a process with FACE=public can do without a private key; test_public_face.py talks to it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings

django.setup()
settings.KEYRING_PUBLIC = Path(os.environ["TEST_PUBLIC_KEYRING"])
settings.ALLOWED_HOSTS = ["testserver"]

from django.test import Client as Browser  # noqa: E402

import helpdesk.celery  # noqa: E402, F401 - as helpdesk/wsgi.py does
from cases.requests.models import Note  # noqa: E402
from helpdesk.accounts.actors import SYSTEM  # noqa: E402
from helpdesk.sealing.actions import open_with, reveal_one  # noqa: E402
from helpdesk.sealing.errors import SealingError  # noqa: E402
from helpdesk.sealing.inbox import InboxKey  # noqa: E402
from helpdesk.sealing.receipts import derive  # noqa: E402
from tests.factories import web  # noqa: E402


def say(**words: Any) -> None:
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def failure_of(act: Any) -> str:
    try:
        act()
    except SealingError as problem:
        return type(problem).__name__
    return "nothing failed"


def main() -> None:
    browser = Browser()
    digits = web.write(browser, story="З публічнага працэсу")
    say(digits=digits, private=settings.KEYRING_PRIVATE)
    sys.stdin.readline()  # meanwhile the desk replies and writes a note
    web.unlock(browser, digits)
    page = browser.get("/en/inbox/").content.decode()
    note = Note.objects.select_related("help_request__client", "help_request__desk_key").get()
    key = InboxKey(note.help_request.client_id, derive(digits).private)
    sent = browser.post(
        "/en/inbox/write/",
        {
            "form_id": "0a7a2f1e-0000-4000-8000-000000000003",
            "thread": str(note.help_request_id),
            "body": "Дзякуй з публічнага працэсу",
        },
    )
    say(
        page=page,
        sent=sent.status_code,
        desk=browser.get("/desk/").status_code,
        note_by_receipt=failure_of(lambda: open_with(key, note, ["body"])),
        note_by_desk_way=failure_of(lambda: reveal_one(note, ["body"], by=SYSTEM, reason="answer")),
        story_by_desk_way=failure_of(
            lambda: reveal_one(note.help_request, ["story"], by=SYSTEM, reason="answer")
        ),
    )
    sys.stdin.readline()
    erased = browser.post("/en/inbox/end/", {"sure": "on"})
    say(erased=erased.status_code)


main()
