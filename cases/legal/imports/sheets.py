"""A spreadsheet as rows of text: CSV in three encodings and XLSX. Nothing in it is run or reckoned."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook  # type: ignore[import-untyped]

from cases.legal.imports.headers import guessed
from helpdesk.ui.forms import plain_text

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, MOST_CELL = 1000, 40, 5000
MOST_UNPACKED, MOST_PARTS = 30 * 1024 * 1024, 300
ZIP, OLD_EXCEL = b"PK", b"\xd0\xcf\x11\xe0"
FORMULA = ("=", "@")
_MIXED = re.compile(r"[A-Za-z][\u0400-\u04ff]|[\u0400-\u04ff][A-Za-z]")


class UnfitSheet(ValueError):
    """The file as a whole cannot be taken; says why in the reader's words."""


@dataclass(frozen=True)
class Row:
    """One line of the file, as numbered there; `formula` where a cell would reckon something."""

    number: int
    cells: tuple[str, ...]
    formula: bool = False


@dataclass(frozen=True)
class Sheet:
    """Header and lines, without empty ones."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read_sheet(content: bytes) -> Sheet:
    """Raises UnfitSheet for what is too large, broken, carries macros, or is no spreadsheet."""
    if len(content) > MOST_BYTES:
        raise UnfitSheet(_("The file is too large. At most 2 MB fit; split it."))
    if not content.strip():
        raise UnfitSheet(_("The file is empty."))
    if content.startswith(OLD_EXCEL):
        raise UnfitSheet(_("This is an old or locked Excel file. Save it as an open XLSX, or as CSV."))
    rows = _sheet_of(_from_xlsx(content) if content.startswith(ZIP) else _from_csv(content))
    if not rows:
        raise UnfitSheet(_("The file is empty."))
    if len(rows) < 2:
        raise UnfitSheet(_("There is a header and no line under it."))
    return Sheet(tuple(cell.strip() for cell in rows[0].cells), tuple(rows[1:]))


def _sheet_of(raw: Iterable[tuple[int, list[Any]]]) -> list[Row]:
    rows: list[Row] = []
    for number, cells in raw:
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) > MOST_COLUMNS:
            raise UnfitSheet(
                _("The file has too many columns. At most %(most)d fit.") % {"most": MOST_COLUMNS}
            )
        if not texts:
            continue
        if len(rows) > MOST_ROWS:
            raise UnfitSheet(
                _("The file has too many lines. At most %(most)d fit; split it.") % {"most": MOST_ROWS}
            )
        if any(len(text) > MOST_CELL for text in texts):
            raise UnfitSheet(
                _("Line %(number)d has a cell with more than %(most)d characters.")
                % {"number": number, "most": MOST_CELL}
            )
        rows.append(Row(number, tuple(texts), any(text.startswith(FORMULA) for text in texts)))
    return rows


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return plain_text(str(cell)).strip()


def _from_csv(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnfitSheet(_("This is neither CSV nor XLSX."))
    text = decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";,\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error as broken:
        raise UnfitSheet(
            _("Line %(number)d is broken: quotation marks do not fit together.") % {"number": reader.line_num}
        ) from broken


def decoded(content: bytes) -> str:
    """UTF-8, UTF-16 where it says so, else the Windows encoding in which headers and words are whole."""
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                if mark:
                    raise UnfitSheet(_("The text of this file cannot be read. Save it as UTF-8.")) from None
    found: list[tuple[int, int, str]] = []
    for encoding in ("cp1251", "cp1250"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        header = re.split(r"[;,\t]", text.splitlines()[0].replace('"', ""))
        found.append((len(guessed(header)), -len(_MIXED.findall(text)), text))
    if not found:
        raise UnfitSheet(_("The text of this file cannot be read. Save it as UTF-8."))
    return max(found, key=lambda choice: choice[:2])[2]


def _from_xlsx(content: bytes) -> Iterator[tuple[int, list[Any]]]:
    _check_parts(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        page = book.worksheets[0]
        rows = page.iter_rows(max_row=MOST_ROWS * 3, max_col=MOST_COLUMNS + 1, values_only=True)
        for number, cells in enumerate(rows, start=1):
            yield number, list(cells)
    except UnfitSheet:
        raise
    except Exception as broken:  # openpyxl raises whatever its parts raise
        raise UnfitSheet(_("This XLSX file is damaged. Save it again, or as CSV.")) from broken


def _check_parts(content: bytes) -> None:
    """An XLSX is a zip: no macros, no links to other files, no entities, and no bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise UnfitSheet(_("The file is too large when it is unpacked."))
            names = [part.filename.lower() for part in parts]
            if any("vbaproject" in name or "macrosheets" in name or "activex" in name for name in names):
                raise UnfitSheet(_("The file carries macros. Save it as XLSX without macros, or as CSV."))
            if "xl/workbook.xml" not in names:
                raise UnfitSheet(_("This is neither CSV nor XLSX."))
            _unpack(packed, parts)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError) as broken:
        raise UnfitSheet(_("This XLSX file is damaged. Save it again, or as CSV.")) from broken


def _unpack(packed: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Reads as much as is allowed, whatever the directory of the zip claims."""
    left = MOST_UNPACKED
    for part in parts:
        with packed.open(part) as unpacked:
            start = unpacked.read(min(left + 1, 4096))
            size = len(start)
            while size <= left and (more := unpacked.read(65536)):
                size += len(more)
        left -= size
        if left < 0:
            raise UnfitSheet(_("The file is too large when it is unpacked."))
        if part.filename.lower().endswith((".xml", ".rels")) and b"<!" in start.replace(b"<!--", b""):
            raise UnfitSheet(_("This XLSX file is damaged. Save it again, or as CSV."))
