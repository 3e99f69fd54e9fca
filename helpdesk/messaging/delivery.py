"""How a message leaves: the same words and size; into a folder exactly once, over SMTP with a stable id."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from email.charset import BASE64, Charset
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import translation
from django.utils.translation import gettext as _

from helpdesk.messaging.models import OutgoingMessage

SUBJECT = "Ganak"  # the same in every language: whoever sees a list of subjects learns nothing
BODY_BYTES = 600  # every body is padded to this, so that a size tells neither kind nor language
_UTF8 = Charset("utf-8")
_UTF8.body_encoding = BASE64  # a fixed number of bytes for a fixed number of bytes, whatever the alphabet


class FolderBackend(BaseEmailBackend):
    """Development and tests: a mail is a file named after its Message-ID, so it cannot arrive twice."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            parsed: Any = message.message()  # Django's own subclass, which knows `linesep`
            put_once(folder, f"{_file_name(parsed['Message-ID'])}.eml", parsed.as_bytes(linesep="\r\n"))
        return len(email_messages)


def put_once(folder: Path, name: str, content: bytes) -> bool:
    """Write a whole file under this name or, when it is there already, nothing. False: it was there.

    The file is complete on disk before it gets its name, and `link` fails on a taken name: a process killed
    at any point leaves either nothing under the name or the whole mail.
    """
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".unfinished-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(temporary, folder / name)
        except FileExistsError:
            return False
    finally:
        Path(temporary).unlink()
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return True


def send(message: OutgoingMessage, *, address: str, word: str) -> None:
    """Hand one message to the mail backend. Raises what the backend raises (the caller tries again later)."""
    mail = EmailMessage(
        subject=SUBJECT,
        body=body_in(message.language, word),
        to=[address],
        headers={"Message-ID": message.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.encoding = _UTF8
    get_connection().send_messages([mail])


def body_in(language: str, word: str = "") -> str:
    """The one text there is, in this language, with the word that the person chose, padded to one size."""
    with translation.override(language):
        text = _("There is something new for you. Open the page you know.")
    text = f"{word}\n\n{text}\n" if word else f"{text}\n"
    padding = BODY_BYTES - len(text.encode())
    lines, rest = divmod(max(padding, 0), 60)
    return text + (" " * 59 + "\n") * lines + " " * rest


def _file_name(message_id: str) -> str:
    return re.sub(r"[^A-Za-z0-9.@-]", "", message_id)
