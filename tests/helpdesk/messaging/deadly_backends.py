"""Mail backends that kill their whole worker with SIGKILL at one point of a delivery."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from typing import Any

from django.core.mail import EmailMessage

from helpdesk.messaging import delivery


def die(*_args: Any, **_kwargs: Any) -> None:
    os.killpg(os.getpgid(0), signal.SIGKILL)


class DiesBefore(delivery.FolderBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        die()
        return 0


class DiesDuring(delivery.FolderBackend):
    """The mail is on disk, but not yet under its name."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        os.link = die
        return super().send_messages(email_messages)


class DiesAfter(delivery.FolderBackend):
    """The mail is in the folder; the database has not heard of it."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        super().send_messages(email_messages)
        die()
        return 0
