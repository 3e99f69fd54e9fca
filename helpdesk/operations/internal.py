"""The private port of each process: /healthz, /readyz, /metrics. It is never published (docker-compose.yml).

Several processes of one container listen on the same number, and the kernel gives a question to one of them.
"""

from __future__ import annotations

import json
import logging
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.db import connection

from helpdesk.operations import health, metrics

logger = logging.getLogger(__name__)
SECONDS = 5  # for one question, so that a slow one holds nobody up
PLAIN, FIGURES, JSON = (
    "text/plain; charset=utf-8",
    "text/plain; version=0.0.4; charset=utf-8",
    "application/json",
)


class Answers(BaseHTTPRequestHandler):
    """Three addresses, GET only."""

    PAGES: ClassVar[dict[str, str]] = {"/healthz": "_health", "/readyz": "_ready", "/metrics": "_metrics"}
    timeout = SECONDS
    roles: frozenset[str] = frozenset()

    def do_GET(self) -> None:
        if self.path not in self.PAGES:
            self._say(404, b"", PLAIN)
            return
        try:
            getattr(self, self.PAGES[self.path])()
        except (BrokenPipeError, ConnectionResetError):
            pass
        except Exception as error:  # noqa: BLE001 - the port outlives whatever it looks at
            logger.warning("The private port could not answer: %s", type(error).__name__)
            self._say(500, b"", PLAIN)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the shape of the standard library
        """Nothing: neither who asked nor what."""

    def version_string(self) -> str:
        return "ganak"

    def _health(self) -> None:
        self._say(200, b"ok\n", PLAIN)

    def _ready(self) -> None:
        failing = health.failing(set(self.roles))
        body = json.dumps({"ready": not failing, "failing": failing}).encode()
        self._say(503 if failing else 200, body, JSON)

    def _metrics(self) -> None:
        text = metrics.exposed()
        if settings.FACE in {"desk", "both"}:  # once is enough, and the public face need not know
            try:
                text += import_module("helpdesk.operations.house").exposed()
            finally:
                connection.close()  # back to the pool, with the thread that borrowed it
        self._say(200, text, FIGURES)

    def _say(self, code: int, body: bytes, kind: str) -> None:
        self.send_response_only(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


class Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 16

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = "ganak", self.socket.getsockname()[1]


def listen(roles: frozenset[str] = frozenset()) -> Listener | None:
    """Starts to answer in a thread of its own; None where no INTERNAL_PORT is set."""
    if not settings.INTERNAL_PORT:
        return None
    answers = type("RoleAnswers", (Answers,), {"roles": roles})
    listener = Listener((settings.INTERNAL_HOST, settings.INTERNAL_PORT), answers)
    threading.Thread(target=listener.serve_forever, name="private port", daemon=True).start()
    return listener
