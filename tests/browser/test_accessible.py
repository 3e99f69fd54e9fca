"""axe reads the pages of the desk where people spend their time, light and dark."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from helpdesk.accounts.models import Office, User
from tests.factories.knowledge import make_article, make_topic
from tests.factories.reports import back, snapshot_of_today
from tests.factories.requests import make_request
from tests.factories.volunteering import make_open_task, make_profile

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
OpenPage = Callable[..., Page]
Accessible = Callable[[Page], None]


@pytest.fixture(autouse=True)
def _content(office_warsaw: Office) -> None:
    make_article("pl-pesel", topic=make_topic("documents"))


@pytest.mark.parametrize("dark", [False, True])
def test_queue_case_file_and_board(
    open_desk: OpenPage,
    accessible: Accessible,
    alena_operator: User,
    vika_volunteer: User,
    office_warsaw: Office,
    dark: bool,
) -> None:
    row = make_request(office=office_warsaw)
    make_profile(vika_volunteer)
    make_open_task(by=alena_operator)
    page = open_desk(alena_operator, "/desk/queue/", dark=dark)
    accessible(page)
    page.goto(f"/desk/requests/{row.pk}/")
    accessible(page)
    page.goto("/desk/board/")
    accessible(page)
    accessible(open_desk(vika_volunteer, "/desk/board/", width=360, dark=dark))


def test_the_pages_of_the_house(
    open_desk: OpenPage,
    accessible: Accessible,
    hanna_coordinator: User,
    maks_lawyer: User,
    ruta_auditor: User,
) -> None:
    make_request(office=hanna_coordinator.office)
    snapshot_of_today()
    month = f"{back(1):%Y-%m}"
    asked = f"first={month}&last={month}&whose=here&language=lt&rows=topic&columns=country"
    report = f"/desk/reports/situation/?{asked}"
    for user, address in (
        (hanna_coordinator, "/desk/workload/"),
        (hanna_coordinator, "/desk/rest/limits/"),
        (hanna_coordinator, "/desk/reports/"),
        (hanna_coordinator, report),
        (hanna_coordinator, "/desk/grants/new/"),
        (maks_lawyer, "/desk/cases/"),
        (maks_lawyer, "/desk/my-load/"),
        (ruta_auditor, "/desk/access-log/"),
    ):
        accessible(open_desk(user, address))
