"""The world in which doors are tried."""

from __future__ import annotations

import pytest

from tests.architecture.world import World, build
from tests.personas import SignIn


@pytest.fixture
def world(db: None, sign_in: SignIn) -> World:
    """One of everything, for each test anew."""
    return build(sign_in)
