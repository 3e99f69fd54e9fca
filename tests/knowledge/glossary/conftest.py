"""A glossary that every process of the test reads anew, and forgets after it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from knowledge.glossary import actions, queries


@pytest.fixture(autouse=True)
def _words_of_this_test() -> Iterator[None]:
    actions._noted.clear()
    yield
    queries.know_nothing()
