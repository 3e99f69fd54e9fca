"""A report as a spreadsheet (Office Open XML, opens in LibreOffice): one sheet, numbers as numbers."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence

from openpyxl import Workbook  # type: ignore[import-untyped]
from openpyxl.styles import Alignment, Font  # type: ignore[import-untyped]
from openpyxl.worksheet.worksheet import Worksheet  # type: ignore[import-untyped]

from cases.reports.queries.report import Report, Section, Value

FIRST_WIDTH, WIDTH = 46, 18
NAME_LENGTH = 31  # the longest name that a sheet may have


def sheet_of(report: Report) -> bytes:
    """The whole report, table under table."""
    book = Workbook()
    page: Worksheet = book.active
    page.title = re.sub(r"[\\/*?:\[\]]", " ", report.title)[:NAME_LENGTH].strip() or "Ganak"
    page.column_dimensions["A"].width = FIRST_WIDTH
    _row(page, [report.title], bold=True)
    for name, said in report.facts:
        _row(page, [name, said])
    for section in report.sections:
        _section(page, section)
    page.append([])
    for note in report.notes:
        _row(page, [note])
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


def _row(page: Worksheet, cells: list[str | Value], *, bold: bool = False) -> None:
    page.append([content(cell) for cell in cells])
    for at, cell in enumerate(page[page.max_row]):
        if isinstance(cell.value, str):
            cell.data_type = "s"  # a text stays a text, whatever it begins with
        if bold:
            cell.font = Font(bold=True)
        cell.alignment = Alignment(
            horizontal="right" if at and not bold else None, wrap_text=bool(at), vertical="top"
        )


def content(cell: str | Value) -> str | int:
    """What stands in the cell: a number where it may be told, else a text that is no formula."""
    if isinstance(cell, Value):
        return cell.text if cell.number is None or not cell.text[-1].isdigit() else cell.number
    return plain_cell(cell)


def plain_cell(text: str) -> str:
    """No text that a spreadsheet program would reckon with: such a beginning gets an apostrophe before it."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text
