"""More colleagues than the personas know."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from tests.factories.accounts import UserFactory


@pytest.fixture
def make_operator(office_warsaw: Office) -> Callable[[str], User]:
    """`make_operator("darja")`: one more operator of the Warsaw office."""

    def make(name: str) -> User:
        return UserFactory.create(
            email=f"{name}@ganak.example", name=name.capitalize(), roles=[Role.OPERATOR], office=office_warsaw
        )

    return make
