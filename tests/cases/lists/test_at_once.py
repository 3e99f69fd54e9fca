"""A list that two windows take at the same moment leaves once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from cases.lists import actions
from cases.lists.rules import FileKind
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.models import AccessEntry
from tests.factories.accounts import UserFactory
from tests.factories.lists import wanted_list
from tests.factories.requests import make_request


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_once_get_one_file(hanna_coordinator: User, office_vilnius: Office) -> None:
    second = UserFactory.create(email="b@ganak.example", roles=[Role.COORDINATOR], office=office_vilnius)
    wanted = wanted_list(make_request(office=hanna_coordinator.office), by=hanna_coordinator)
    actions.agree(wanted=wanted, by=second)
    start = Barrier(4)

    def take(_window: int) -> int:
        start.wait()
        try:
            return len(actions.take(wanted=wanted, kind=FileKind.CSV, by=hanna_coordinator))
        except NotNow:
            return 0
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(take, range(4))) == [0, 0, 0, 1]
    assert AccessEntry.objects.filter(verb="request.export_list").count() == 1
