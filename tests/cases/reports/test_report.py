"""The situation report in five languages and three shapes, and how it leaves the house."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
import time_machine
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook  # type: ignore[import-untyped]

from cases.funding.models import Funder
from cases.funding.rules import Measure
from cases.reports.exports import pdf_of, sheet_of
from cases.reports.exports.sheet import LINE, WIDTH, plain_cell
from cases.reports.queries import gateway
from cases.reports.queries.gateway import Population
from cases.reports.queries.report import Report, Wish, report_of
from cases.reports.rules import Dim, Period
from helpdesk import languages
from helpdesk.accounts.models import Office, User
from helpdesk.audit.guard import writing
from helpdesk.audit.models import AccessEntry
from tests.factories.reports import back, make_funder, remains, snapshot_of_today
from tests.factories.requests import make_topic
from tests.personas import SignIn

pytestmark = pytest.mark.django_db


@pytest.fixture
def counted(office_warsaw: Office) -> Iterator[None]:
    """Two months of last year's people, and today's snapshot."""
    topic = make_topic("stay")
    row = {"office_id": office_warsaw.pk, "topic_id": topic.pk, "rating": 5}
    remains([row | {"month": back(1)}] * 80 + [row | {"month": back(2), "country": "LT"}] * 60)
    snapshot_of_today()
    return


@pytest.fixture
def desk(client: Browser, hanna_coordinator: User, sign_in: SignIn, counted: None) -> Browser:
    return sign_in(client, hanna_coordinator)


def _query(**fields: str) -> dict[str, str]:
    month = f"{back(1):%Y-%m}"
    return {"first": month, "last": month, "whose": "here", "language": "be"} | fields


def _report(language: str = "be", **fields: Any) -> Report:
    wish = Wish(Population(Period(back(2), back(1))), language, **fields)
    return report_of(wish, gateway.current())


def test_the_report_tells_the_period_and_the_total(counted: None) -> None:
    report = _report("en")
    done = next(section for section in report.sections if section.title == "What was done")
    asked = next(line for line in done.lines if line.name == "requests received")
    assert [value.number for value in asked.values] == [140, 140]
    countries = next(section for section in report.sections if section.title == "Requests by country")
    assert all(
        value.number is None or value.number % 5 == 0 for line in countries.lines for value in line.values
    )


def test_a_shorter_period_stands_beside_the_total(desk: Browser) -> None:
    page = desk.get(reverse("reports:situation"), _query(language="en")).content.decode()
    assert re.search(
        r"requests received</th>\s*<td class=\"number\"[^>]*>80</td>\s*<td class=\"number\"[^>]*>140</td>",
        page,
    )


@pytest.mark.parametrize("language", languages.CODES)
def test_the_report_speaks_its_own_language(desk: Browser, language: str) -> None:
    page = desk.get(reverse("reports:situation"), _query(language=language, rows="topic", columns="channel"))
    text = page.content.decode()
    assert f'lang="{language}"' in text
    report = _report(language, rows=Dim.TOPIC, columns=Dim.CHANNEL)
    assert report.sections[0].title in text
    english = _report("en", rows=Dim.TOPIC, columns=Dim.CHANNEL)
    same = [
        one.title
        for one, other in zip(report.sections, english.sections, strict=True)
        if one.title == other.title
    ]
    assert language == "en" or same == []


def test_the_page_costs_the_same_however_many_people_are_behind_it(
    desk: Browser, django_assert_max_num_queries: Any
) -> None:
    desk.get(reverse("reports:situation"), _query())
    with django_assert_max_num_queries(12):
        page = desk.get(reverse("reports:situation"), _query(rows="topic", columns="country"))
    assert page.status_code == 200


@pytest.mark.parametrize("language", languages.CODES)
def test_the_pdf_holds_every_letter(counted: None, language: str) -> None:
    report = _report(language, rows=Dim.OUTCOME, columns=Dim.CHANNEL)
    pages = pypdfium2.PdfDocument(pdf_of(report))
    text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in pages))
    for section in report.sections:
        assert re.sub(r"\s", "", section.title) in text
    assert "\ufffd" not in text


def test_the_spreadsheet_opens_with_numbers_as_numbers(counted: None) -> None:
    page = load_workbook(io.BytesIO(sheet_of(_report("lt", rows=Dim.TOPIC, columns=Dim.COUNTRY)))).active
    rows = list(page.iter_rows(values_only=True))
    assert [140, 140] in [list(row[1:3]) for row in rows]
    assert any("<10" in row for row in rows)
    assert not any(cell.data_type == "f" for row in page.iter_rows() for cell in row)


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1"])
def test_no_cell_is_a_formula(counted: None, name: str) -> None:
    funder = make_funder(name=name)
    report = _report("en", funder=funder)
    page = load_workbook(io.BytesIO(sheet_of(report))).active
    cells = [cell for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any(name.strip() in cell.value for cell in cells)
    assert not any(cell.data_type == "f" or cell.value[0] in "=+-@\t\r" for cell in cells)
    assert plain_cell(name) == f"'{name}"


@pytest.mark.parametrize("kind", ["pdf", "sheet"])
def test_taking_a_report_along_is_written_down(desk: Browser, hanna_coordinator: User, kind: str) -> None:
    answer = desk.get(reverse(f"reports:{kind}"), _query(rows="topic", columns="country"))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    entry = AccessEntry.objects.get(verb="report.export")
    month = f"{back(1):%Y-%m}"
    assert (entry.fields, entry.reason) == (["country", "topic"], f"{month}..{month} {kind}")


@pytest.mark.parametrize("kind", ["pdf", "sheet"])
def test_an_old_sign_in_takes_nothing_along(desk: Browser, kind: str) -> None:
    with time_machine.travel(timezone.now() + timedelta(minutes=20)):
        answer = desk.get(reverse(f"reports:{kind}"), _query())
    assert answer.status_code == 302
    assert not AccessEntry.objects.filter(verb="report.export").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": "2019-01"},
        {"last": "2999-01"},
        {"rows": "city"},
        {"rows": "topic", "columns": "topic"},
        {"funder": "x"},
    ],
)
def test_nothing_else_can_be_asked(desk: Browser, wrong: dict[str, str]) -> None:
    assert desk.get(reverse("reports:situation"), _query(**wrong)).status_code == 422
    assert desk.get(reverse("reports:pdf"), _query(**wrong)).status_code == 404


def test_without_a_snapshot_the_page_says_so(
    client: Browser, hanna_coordinator: User, sign_in: SignIn
) -> None:
    sign_in(client, hanna_coordinator)
    assert "<table" not in client.get(reverse("reports:situation"), _query()).content.decode()
    assert client.get(reverse("reports:sheet"), _query()).status_code == 404


def test_one_click_gives_the_report_of_a_grant(desk: Browser, office_warsaw: Office) -> None:
    funder = make_funder(office=office_warsaw, starts_on=back(2))
    remains([{"office_id": office_warsaw.pk, "month": back(1), "funder_id": funder.pk}] * 7)
    _promise(funder, Measure.REQUESTS, 14)
    snapshot_of_today()
    answer = desk.get(reverse("reports:grant", args=[funder.pk]), follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert re.search(r">14</td>\s*<td [^>]*>7</td>\s*<td [^>]*>50 %", text)


def _promise(funder: Funder, what: Measure, number: int) -> None:
    with writing():
        funder.targets.create(what=what.value, number=number)


def test_printed_from_a_spreadsheet_program_no_column_or_line_is_cut(counted: None) -> None:
    page = load_workbook(io.BytesIO(sheet_of(_report("be", rows=Dim.TOPIC, columns=Dim.COUNTRY)))).active
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToHeight == 0  # as many pages as it needs, each as wide as the table
    assert len({cell.font.name for row in page.iter_rows() for cell in row}) == 1
    cramped = [
        cell.value
        for row in page.iter_rows()
        for cell in row[1:]
        if cell.alignment.wrap_text
        and len(str(cell.value)) > 2 * WIDTH
        and (page.row_dimensions[cell.row].height or 0) < 2 * LINE
    ]
    assert cramped == []
