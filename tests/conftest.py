"""Strict by fixture: warnings, ERROR lines, undefined template variables and foreign sockets are failures."""

from __future__ import annotations

import importlib.util
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache

pytest_plugins = [
    name
    for name in ("tests.personas", "tests.owner_flush")
    if importlib.util.find_spec(name) is not None
]

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
def _empty_redis() -> Iterator[None]:
    """Counters, sessions and queues of one test never meet the next."""
    cache.clear()
    yield
