"""Lets the owner of the test database empty the append-only access log between tests, and nobody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection


@pytest.fixture(autouse=True, scope="session")
def _owner_may_flush() -> Iterator[None]:
    """Django's flush is one TRUNCATE; it says who it is for its own transaction only."""
    operations = type(connection.ops)
    original = operations.sql_flush

    def sql_flush(self: Any, *args: Any, **kwargs: Any) -> list[str]:
        statements = original(self, *args, **kwargs)
        return ["SET LOCAL helpdesk.owner_flush = 'on';", *statements] if statements else []

    operations.sql_flush = sql_flush  # type: ignore[method-assign]
    yield
    operations.sql_flush = original  # type: ignore[method-assign]
