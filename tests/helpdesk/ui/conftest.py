"""Components are tried in the source language, whatever page the test before asked for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def _source_language() -> Iterator[None]:
    with override("en"):
        yield
