"""A report as a spreadsheet (Office Open XML, opens in LibreOffice): one sheet, numbers as numbers."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
from openpyxl.worksheet.properties import PageSetupProperties  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from cases.reports.queries.report import Report, Section, Value

FIRST_WIDTH, WIDTH = 46, 18
LETTERS, SIZE, LINE = "Calibri", 11, 15  # as openpyxl writes all other cells
MOST_UPRIGHT = 4  # columns
NAME_LENGTH = 31  # the longest name that a sheet may have


def sheet_of(report: Report) -> bytes:
    """The whole report, table under table."""
    book = Workbook()
    page: Worksheet = book.active
    page.title = re.sub(r"[\\/*?:\[\]]", " ", report.title)[:NAME_LENGTH].strip() or "Ganak"
    page.column_dimensions["A"].width = FIRST_WIDTH
    _row(page, [report.title], bold=True)
    for name, said in report.facts:
        _row(page, [name, said], runs_on=True)
    for section in report.sections:
        _section(page, section)
    page.append([])
    for note in report.notes:
        _row(page, [note])
    _on_paper(page)
    for column in "BCDEFGHIJKLMNOP":
        page.column_dimensions[column].width = WIDTH
    book.properties.creator, book.properties.title = "Ganak", plain_cell(report.title)
    book.properties.language = report.language
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of_cells(title: str, lines: Iterable[Sequence[str]]) -> bytes:
    """One table of texts; its first line is the head."""
    book = Workbook()
    page: Worksheet = book.active
    page.title = title[:NAME_LENGTH]
    for at, line in enumerate(lines):
        _row(page, list(line), bold=not at)
    for column in page.columns:
        page.column_dimensions[column[0].column_letter].width = WIDTH
    page.freeze_panes = "A2"
    _on_paper(page)
    book.properties.creator, book.properties.title = "Ganak", plain_cell(title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _section(page: Worksheet, section: Section) -> None:
    page.append([])
    _row(page, [section.title], bold=True)
    if section.note:
        _row(page, [section.note])
    _row(page, [section.head, *section.columns], bold=True)
    for line in section.lines:
        _row(page, [line.name, *line.values])


def _on_paper(page: Worksheet) -> None:
    """Printed, no table loses a column to another sheet of paper."""
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.orientation = "landscape" if page.max_column > MOST_UPRIGHT else "portrait"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToHeight = 0


def _row(page: Worksheet, cells: list[str | Value], *, bold: bool = False, runs_on: bool = False) -> None:
    """`runs_on`: no table follows, so that a longer text may run over the cells beside it."""
    page.append([content(cell) for cell in cells])
    for at, cell in enumerate(page[page.max_row]):
        if isinstance(cell.value, str):
            cell.data_type = "s"  # a text stays a text, whatever it begins with
        if bold:
            cell.font = Font(name=LETTERS, size=SIZE, bold=True)
        is_figure = bool(at) and not runs_on
        side = "right" if is_figure else None
        cell.alignment = Alignment(horizontal=side, wrap_text=is_figure, vertical="top")
    if not runs_on:  # LibreOffice leaves every row as low as one line
        longest = max((len(str(cell.value or "")) for cell in page[page.max_row][1:]), default=0)
        if longest > WIDTH - 2:
            page.row_dimensions[page.max_row].height = LINE * math.ceil(longest / (WIDTH - 4))


def content(cell: str | Value) -> str | int:
    """What stands in the cell: a number where it may be told, else a text that is no formula."""
    if isinstance(cell, Value):
        return cell.text if cell.number is None or not cell.text[-1].isdigit() else cell.number
    return plain_cell(cell)


def plain_cell(text: str) -> str:
    """No text that a spreadsheet program would reckon with: such a beginning gets an apostrophe before it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
