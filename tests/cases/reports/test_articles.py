"""What is read and what helped, in every report: of all offices and grants, exact, in five languages."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pypdfium2
import pytest
from django.test import Client as Browser
from django.urls import reverse
from openpyxl import load_workbook  # type: ignore[import-untyped]

from cases.reports.exports import pdf_of, sheet_of
from cases.reports.queries import gateway
from cases.reports.queries.gateway import Population
from cases.reports.queries.report import Report, Section, Wish, report_of
from cases.reports.rules import Period
from helpdesk import languages
from helpdesk.accounts.models import Office, User
from knowledge.feedback.models import Helpfulness
from knowledge.reading.models import ArticleReads
from knowledge.reading.rules import Span
from tests.factories.knowledge import make_article
from tests.factories.reports import back, make_funder, snapshot_of_today
from tests.personas import SignIn

pytestmark = pytest.mark.django_db
IN_THE_MONTH = [1_234 + 7, 1_234, 0, 0, 7, 0, 31, 4]
IN_ALL = [1_234 + 7 + 50, 1_284, 0, 0, 7, 0, 31, 4]


@pytest.fixture
def counted(office_warsaw: Office) -> Iterator[None]:
    article = make_article()
    for months, language, reads in ((1, "be", 1_234), (1, "lt", 7), (2, "be", 50)):
        row = {"language": language, "span": Span.MONTH.value, "begins_on": back(months)}
        ArticleReads.objects.create(article=article, reads=reads, **row)
    week = {"language": "be", "span": Span.WEEK.value, "begins_on": back(1)}
    ArticleReads.objects.create(article=article, reads=999, **week)  # never told beside its month
    Helpfulness.objects.create(article=article, language="be", month=back(1), helped=31, unhelpful=4)
    snapshot_of_today()
    return


def _report(population: Population, language: str = "en", **fields: object) -> Report:
    return report_of(Wish(population, language, **fields), gateway.current())


def _month() -> Period:
    return Period(back(1), back(1))


def _section(report: Report) -> Section:
    """The only one with a line of its own for each language."""
    return next(one for one in report.sections if any(line.name.endswith("Lietuvių") for line in one.lines))


def test_every_report_tells_what_is_read_and_what_helped(counted: None, office_warsaw: Office) -> None:
    funder = make_funder(office=office_warsaw)
    for population in (
        Population(_month()),
        Population(_month(), office_warsaw.pk),
        Population(_month(), office_warsaw.pk, funder.pk),
    ):
        section = _section(_report(population))
        assert [line.values[0].number for line in section.lines] == IN_THE_MONTH
        assert [line.values[1].number for line in section.lines] == IN_ALL
        assert "whole organisation" in section.note


def test_what_belongs_to_no_office_is_in_no_other_line(counted: None, office_warsaw: Office) -> None:
    report = _report(Population(_month(), office_warsaw.pk))
    others = [section for section in report.sections if section is not _section(report)]
    assert not any(value.number for section in others for line in section.lines for value in line.values)


@pytest.mark.parametrize("language", languages.CODES)
def test_page_pdf_and_spreadsheet_tell_it_in_each_language(
    client: Browser, sign_in: SignIn, hanna_coordinator: User, counted: None, language: str
) -> None:
    report = _report(Population(_month()), language)
    title = _section(report).title
    assert language == "en" or title != _section(_report(Population(_month()))).title
    sign_in(client, hanna_coordinator)
    month = f"{back(1):%Y-%m}"
    asked = {"first": month, "last": month, "whose": "here", "language": language}
    page = client.get(reverse("reports:situation"), asked).content.decode()
    told = page[page.index(title) :]
    cells = [re.sub(r"\D", "", cell) for cell in re.findall(r'<td class="number"[^>]*>(.*?)</td>', told)[:4]]
    assert cells == ["1241", "1291", "1234", "1284"]
    text = "".join(part.get_textpage().get_text_range() for part in pypdfium2.PdfDocument(pdf_of(report)))
    assert re.sub(r"\s", "", title) in re.sub(r"\s", "", text)
    assert "1241" in re.sub(r"\D", "", text)
    rows = list(load_workbook(io.BytesIO(sheet_of(report))).active.iter_rows(values_only=True))
    assert (1241, 1291) in [row[1:3] for row in rows]


def test_the_figures_of_a_day_do_not_move_while_people_read(counted: None) -> None:
    ArticleReads.objects.filter(span=Span.MONTH.value, language="be").update(reads=5_000)
    assert [line.values[0].number for line in _section(_report(Population(_month()))).lines] == IN_THE_MONTH
