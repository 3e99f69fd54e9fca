"""What of the workload page leaves the house: told by the gateway, the same in page and files."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook  # type: ignore[import-untyped]
from pytest_django import DjangoAssertNumQueries

from cases.reports.queries.report import Report, Section
from cases.requests.models import HelpRequest
from cases.requests.workflow import SEALED_OFF, Turn
from cases.workload.queries.dashboard import dashboard
from cases.workload.queries.figures import _speed_line, figures
from cases.workload.queries.times import Speed
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.requests import make_request, make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
MOVED_MOST = 8


def copies(row: HelpRequest, number: int, **values: Any) -> None:
    """So many more of the same request."""
    names = [field.attname for field in HelpRequest._meta.concrete_fields if not field.generated]
    plain = {name: getattr(row, name) for name in names if name not in {"story", "answers"}} | values
    with writing():
        HelpRequest.objects.bulk_create(
            HelpRequest(**plain | {"id": uuid4(), "code": f"X-{uuid4().hex[:9]}"}) for _ in range(number)
        )


@pytest.fixture
def crowd(office_warsaw: Office, alena_operator: User) -> None:
    """One hundred and twenty open requests; four of them from a village, eleven of another topic."""
    cache.clear()
    row = make_request(office=office_warsaw, topic=make_topic(), city="Warszawa")
    housing, old = make_topic("housing"), timezone.now() - timedelta(days=20)
    copies(row, 64, assigned_to_id=alena_operator.pk)
    copies(row, 40, turn=Turn.CLIENT.value, received_at=old, turn_since=old, language="ru")
    copies(row, 11, topic_id=housing.pk)
    copies(row, 4, city="Sielo", topic_id=make_topic("money").pk)
    copies(row, 30, sensitivity=SEALED_OFF)


def report_of(user: User) -> Report:
    found = figures(user)
    assert found is not None
    return found


def section(report: Report, at: int) -> Section:
    return report.sections[at]


def test_each_cell_is_the_pages_own_count_told_by_the_gateway(crowd: None, hanna_coordinator: User) -> None:
    board, report = dashboard(hanna_coordinator), report_of(hanna_coordinator)
    assert board is not None
    assert section(report, 0).lines[0].values[0].number == board.now.open == 120
    for counted, table in ((board.topics, report.sections[3]), (board.languages, report.sections[5])):
        for line, shown in zip(counted, table.lines, strict=True):
            assert line.name == shown.name
            tally = line.tally
            pairs = zip(
                (tally.open, tally.new, tally.ours, tally.theirs, tally.late), shown.values, strict=True
            )
            for number, value in pairs:
                assert value.text == "<10" if number < 10 else _fits(value.number, number), (
                    line.name,
                    number,
                )
    ages = {line.name: line.values for line in section(report, 2).lines}
    drawn = dict(board.age.table)
    assert list(ages) == list(drawn)
    assert all(_fits(ages[name][0].number, ours) for name, (ours, _) in drawn.items() if ours and ours > 20)


def _fits(told: int | None, number: int) -> bool:
    """Moved at most by six, then rounded to five; small ones may be hidden by being moved."""
    return (told is None and number < 16) or (
        told is not None and told % 5 == 0 and abs(told - number) <= MOVED_MOST
    )


def test_no_small_place_no_colleague_and_no_day_leaves(crowd: None, hanna_coordinator: User) -> None:
    words = str(report_of(hanna_coordinator))
    assert "Warszawa" in words
    assert not [word for word in ("Sielo", "Alena", "Hanna", str(timezone.localdate())) if word in words]


def test_the_same_people_give_the_same_answer_in_every_table(crowd: None, hanna_coordinator: User) -> None:
    report = report_of(hanna_coordinator)
    new, ours, theirs = (section(report, 0).lines[at].values[0].text for at in (1, 2, 3))
    russian = next(line for line in section(report, 5).lines if line.name == "Русский").values
    assert russian[0].text == russian[3].text == theirs  # all that wait for others, and nobody else
    assert section(report, 6).lines[0].values[1].text == new
    assert [str(one) for one in report_of(hanna_coordinator).sections] == [
        str(one) for one in report.sections
    ]
    assert ours != "–"


def test_of_fewer_than_fifty_only_their_number_is_told(
    office_warsaw: Office, hanna_coordinator: User
) -> None:
    cache.clear()
    copies(make_request(office=office_warsaw, topic=make_topic()), 47)
    texts = Counter(
        value.text
        for table in report_of(hanna_coordinator).sections
        for line in table.lines
        for value in line.values
    )
    assert set(texts) == {"48", "–", "<10"}  # "<10" stands for answers and outcomes alone
    assert texts["<10"] == 2


def test_how_fast_is_not_told_of_a_few() -> None:

    few = _speed_line("x", Speed(9, 3.0, 5.0), "%(count)s h").values
    assert [value.text for value in few] == ["–", "–", "<10"]
    many = _speed_line("x", Speed(23, 3.5, 5.0), "%(count)s h").values
    assert many[2].number == 25
    assert re.fullmatch(r"3.5 h", many[0].text)


def texts_of(content: bytes, kind: str) -> list[str]:
    if kind == "commas":
        lines: Any = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    else:
        lines = load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)
    return [str(cell) for line in lines for cell in line if cell not in (None, "")]


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("&lt;", "<").replace("&#x27;", "'").replace("&quot;", '"')


@pytest.mark.parametrize("kind", ["sheet", "commas"])
def test_page_and_files_hold_the_same_cells(
    crowd: None, client: Browser, sign_in: SignIn, hanna_coordinator: User, kind: str
) -> None:
    browser = sign_in(client, hanna_coordinator)
    page = browser.get(reverse("workload:figures")).content.decode()
    shown = [plain(cell.strip()) for cell in re.findall(r"<t[dh][^>]*(?:row|data-label)[^>]*>([^<]*)<", page)]
    answer = browser.get(reverse(f"workload:{kind}"))
    assert answer["Content-Disposition"].startswith('attachment; filename="workload.')
    held = Counter(plain(text) for text in texts_of(answer.content, kind))
    dash = "A dash (–) is a figure that is hidden: it would be about too few people."
    assert dash in page
    assert held[dash] == 1
    assert len(shown) > 60
    assert not Counter(shown) - held
    entry = AccessEntry.objects.get(verb="dashboard.export")
    assert (entry.actor_id, entry.reason) == (str(hanna_coordinator.pk), kind)


@pytest.mark.parametrize("kind", ["sheet", "commas"])
@pytest.mark.parametrize("name", ["=1+1", "@SUM(A1)", "+1", "-1"])
def test_no_cell_is_a_formula(
    crowd: None, client: Browser, sign_in: SignIn, hanna_coordinator: User, kind: str, name: str
) -> None:
    with writing():
        HelpRequest.objects.filter(city="Warszawa").update(city=name)
    answer = sign_in(client, hanna_coordinator).get(reverse(f"workload:{kind}"))
    texts = texts_of(answer.content, kind)
    assert f"'{name}" in texts
    assert not [text for text in texts if text[0] in "=+@\t\r" or re.match(r"-.", text)]


@pytest.mark.parametrize("kind", ["sheet", "commas"])
def test_an_old_sign_in_takes_nothing_along(
    client: Browser, sign_in: SignIn, hanna_coordinator: User, kind: str
) -> None:
    browser = sign_in(client, hanna_coordinator)
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        assert "/desk/account/" in browser.get(reverse(f"workload:{kind}"))["Location"]
    assert not AccessEntry.objects.filter(verb="dashboard.export").exists()


def test_the_page_and_the_file_ask_little(
    crowd: None,
    client: Browser,
    sign_in: SignIn,
    hanna_coordinator: User,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = sign_in(client, hanna_coordinator)
    browser.get(reverse("workload:figures"))
    with django_assert_max_num_queries(12):
        browser.get(reverse("workload:figures"))


def test_somebody_without_an_office_has_none(hanna_coordinator: User) -> None:
    hanna_coordinator.office = None
    assert figures(hanna_coordinator) is None
