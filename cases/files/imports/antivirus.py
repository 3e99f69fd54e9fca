"""Asks clamd, where one is configured, whether a file carries a virus; no clear answer is no answer."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 256 * 1024
SECONDS = 60.0  # without a word from clamd
LONGEST_ANSWER = 4096


class CannotScan(Exception):
    """clamd is not there, too slow, too full or unclear: the file stays in quarantine."""


def finds_virus(content: bytes) -> bool:
    """Whether clamd knows something bad in `content`; False without clamd. Raises CannotScan."""
    if not settings.CLAMD_ADDRESS:
        return False
    try:
        with _connected(settings.CLAMD_ADDRESS) as line:
            answer = _instream(line, content)
    except OSError as error:
        raise CannotScan(type(error).__name__) from None
    if answer == "stream: OK":
        return False
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return True
    raise CannotScan("unclear answer")


def _connected(address: str) -> socket.socket:
    """`tcp://host:port` or `unix:/path`."""
    if address.startswith("unix:"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(SECONDS)
        try:
            line.connect(address.removeprefix("unix:"))
        except OSError:
            line.close()
            raise
        return line
    parts = urlsplit(address)
    return socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 3310), timeout=SECONDS)


def _instream(line: socket.socket, content: bytes) -> str:
    """clamd's INSTREAM: pieces with their length before them, an empty one at the end, one line back."""
    line.sendall(b"zINSTREAM\0")
    for start in range(0, len(content), PIECE):
        piece = content[start : start + PIECE]
        line.sendall(len(piece).to_bytes(4, "big") + piece)
    line.sendall(bytes(4))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
        heard = line.recv(1024)
        if not heard:
            break
        answer += heard
    return answer.rstrip(b"\0\n").decode("ascii", "replace")
