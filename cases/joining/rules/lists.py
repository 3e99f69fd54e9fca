"""Reading an old list: which encoding, which separator, which columns. Nothing here knows a database."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

MOST_BYTES, MOST_LINES = 256 * 1024, 500
ENCODINGS = ("utf-8", "cp1251", "cp1250")
# What people called their columns, in five languages; compared in small letters.
COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("name", "імя", "имя", "imię", "imie", "vardas"),
    "email": ("email", "e-mail", "mail", "пошта", "почта", "эл. пошта", "эл. почта", "el. paštas"),
    "phone": ("phone", "contact", "тэлефон", "телефон", "telefon", "telefonas"),
    "language": ("language", "мова", "язык", "język", "kalba"),
    "languages": ("languages", "мовы", "языки", "języki", "kalbos"),
    "cities": ("cities", "city", "горад", "гарады", "город", "города", "miasto", "miasta", "miestas"),
    "skills": ("skills", "уменні", "умения", "umiejętności", "įgūdžiai"),
    "hours": ("hours", "гадзіны", "часы", "godziny", "valandos"),
}
NEEDED = ("name", "email", "languages")
_NAMES = {name: column for column, names in COLUMNS.items() for name in names}


@dataclass(frozen=True)
class Table:
    """The lines of a list as columns, or why it is none."""

    encoding: str
    missing: tuple[str, ...] = ()
    lines: tuple[tuple[int, dict[str, str] | None], ...] = ()  # number in the file, None: a broken line
    is_too_long: bool = False


def guess_encoding(raw: bytes) -> str:
    """UTF-8 proves itself; between the two others, Cyrillic words are non-ASCII from end to end,
    Polish ones only here and there."""
    try:
        raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8"
    high = [byte > 0x7F for byte in raw]
    beside = sum(here and after for here, after in pairwise(high))
    return "cp1251" if beside * 2 > sum(high) else "cp1250"


def read_table(raw: bytes, encoding: str = "") -> Table:
    """Every line with its number. A line with more or fewer columns than the head is broken, and only it."""
    encoding = encoding if encoding in ENCODINGS else guess_encoding(raw)
    text = raw.decode("utf-8-sig" if encoding == "utf-8" else encoding, errors="replace")
    rows = _rows(text)
    _number, head = next(rows, (0, []))
    columns = [_NAMES.get(name.strip().casefold(), "") for name in head]
    missing = tuple(name for name in NEEDED if name not in columns)
    if missing:
        return Table(encoding, missing)
    lines: list[tuple[int, dict[str, str] | None]] = []
    for number, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        if len(lines) == MOST_LINES:
            return Table(encoding, lines=tuple(lines), is_too_long=True)
        lines.append((number, _line(columns, row)))
    return Table(encoding, lines=tuple(lines))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their line. A quote that never closes spoils its own line, not the rest."""
    lines = text.splitlines()
    head = lines[0] if lines else ""
    mark = ";" if head.count(";") >= head.count(",") else ","
    for number, line in enumerate(lines, start=1):
        try:
            yield number, next(csv.reader(io.StringIO(line), delimiter=mark, strict=True), [])
        except csv.Error:
            yield number, ["", "broken"]


def _line(columns: list[str], row: list[str]) -> dict[str, str] | None:
    if len(row) != len(columns) or any("\ufffd" in cell for cell in row):
        return None
    return {name: cell.strip() for name, cell in zip(columns, row, strict=True) if name}
