"""`python -m helpdesk.operations.probe readyz`: asks the private port of this machine; for health checks.

Ends with 0 when the answer was 200. Needs neither Django nor curl.
"""

from __future__ import annotations

import os
import socket
import sys

SECONDS = 8


def ask(path: str, port: int) -> int:
    """The status of the answer; 0 when there was none."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=SECONDS) as line:
            line.sendall(f"GET /{path} HTTP/1.0\r\n\r\n".encode())
            words = line.recv(64).split(b" ")
            return int(words[1]) if len(words) > 1 else 0
    except (OSError, ValueError):
        return 0


if __name__ == "__main__":
    sys.exit(ask(sys.argv[1], int(os.environ["INTERNAL_PORT"])) != 200)
