"""Tables as CSV: UTF-8 with its mark, so that a spreadsheet program reads every letter."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from cases.reports.exports.sheet import content, plain_cell
from cases.reports.queries.report import Report

MARK = "\ufeff"


def csv_of_cells(lines: Iterable[Sequence[str | int]]) -> bytes:
    """Lines of texts and numbers; every text is quoted, and none begins like a formula."""
    out = io.StringIO(newline="")
    out.write(MARK)
    writer = csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)
    for line in lines:
        writer.writerow([plain_cell(cell) if isinstance(cell, str) else cell for cell in line])
    return out.getvalue().encode()


def csv_of(report: Report) -> bytes:
    """The whole report, table under table, as in the spreadsheet."""
    return csv_of_cells(_lines(report))


def _lines(report: Report) -> Iterator[Sequence[str | int]]:
    yield [report.title]
    yield from ([name, said] for name, said in report.facts)
    for section in report.sections:
        yield []
        yield [section.title]
        if section.note:
            yield [section.note]
        yield [section.head, *section.columns]
        yield from ([line.name, *(content(value) for value in line.values)] for line in section.lines)
    yield []
    yield from ([note] for note in report.notes)
