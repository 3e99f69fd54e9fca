"""Strict by fixture: warnings, ERROR lines, undefined template variables and foreign sockets are failures."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import translation

from helpdesk.celery import app
from helpdesk.messaging.tasks import sweep
from knowledge.glossary.queries import know_nothing
from tests.browser import machine

pytest_plugins = ["tests.personas", "tests.owner_flush", "tests.one_database"]

SAFETY_MATRIX = Path(__file__).parent / "architecture" / "safety_matrix.csv"
LOOPBACK = ("127.", "::1", "localhost")


def _only_loopback(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook sees every connection Python opens, whatever library opens it."""
    if event != "socket.connect":
        return
    address = arguments[1]
    if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
        raise AssertionError(f"A test tried to reach {address[0]}; tests talk to this machine only.")


sys.addaudithook(_only_loopback)


class _Errors(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_error_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """An ERROR log line fails the test unless it says `@pytest.mark.logs_errors`."""
    handler = _Errors()
    root = logging.getLogger()
    root.addHandler(handler)
    yield
    root.removeHandler(handler)
    if handler.lines and request.node.get_closest_marker("logs_errors") is None:
        pytest.fail("ERROR lines in the log: " + "; ".join(handler.lines), pytrace=False)


@pytest.fixture(autouse=True)
def _empty_redis() -> None:
    """Counters, sessions, queues and changed words of one test never meet the next."""
    cache.clear()
    know_nothing()


@pytest.fixture(autouse=True)
def _no_language_of_before() -> None:
    """The test client leaves the language of its last page behind; a server's thread does not."""
    translation.deactivate()


@pytest.fixture
def deliver_now() -> Callable[[], int]:
    """`deliver_now()` does here what the worker does each minute; returns how many were delivered."""
    return sweep


@pytest.fixture
def celery_worker_process(transactional_db: None) -> Iterator[subprocess.Popen[bytes]]:
    """A real worker over the real broker and the test database, ended with everything it started."""
    command = [sys.executable, "-m", "celery", "-A", "helpdesk.celery", "worker", "--concurrency", "1"]
    environment = {**os.environ, "DATABASE_URL": url_of_test_database()}
    worker = subprocess.Popen(command, env=environment, start_new_session=True)
    until = time.monotonic() + 30
    while not app.control.ping(timeout=0.3):
        assert worker.poll() is None, "the worker died at its start"
        assert time.monotonic() < until, "the worker did not answer"
    yield worker
    with contextlib.suppress(ProcessLookupError):
        os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def url_of_test_database() -> str:
    """The address of this process's test database, for processes it starts."""
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [report for found in terminalreporter.stats.values() for report in found]
    ran = [report for report in reports if getattr(report, "when", "") == "call"]
    if executed := sum(int(dict(report.user_properties).get("matrix cells", 0)) for report in ran):
        total = len(SAFETY_MATRIX.read_text().splitlines()) - 1
        words = f"safety matrix: {executed} of {total} cells executed, the others are not built yet"
        terminalreporter.write_line(words)
    if machine.chromium() is None:
        terminalreporter.section(machine.MISSING, sep="!", red=True, bold=True)
