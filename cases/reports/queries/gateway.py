"""The one gateway through which figures about people leave the house. It reads the snapshot, never people.

Counts under ten are hidden, all others moved a little and rounded to five, each on its own, margins too.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.conf import settings
from django.db.models import Q, Sum

from cases.reports.models import FigureCell, OutputSum, Snapshot
from cases.reports.rules import OF_THE_HOUSE, Dim, Marks, Period, may_be_drawn, told

Key = tuple[str, str]
Counted = dict[Key, tuple[int, int]]


class NoSnapshot(LookupError):
    """Nobody has counted yet."""


@dataclass(frozen=True)
class Population:
    """Whose figures: whole months, one office or all, one funder's tag or everything."""

    period: Period
    office_id: int | None = None
    funder_id: UUID | None = None

    def when(self) -> Q:
        return Q(month__gte=self.period.first, month__lte=self.period.last)

    def where(self) -> Q:
        found = self.when()
        if self.office_id is not None:
            found &= Q(office_id=self.office_id)
        return found & Q(funder_id=self.funder_id) if self.funder_id is not None else found


@dataclass(frozen=True)
class Table:
    """One cut: `cells` by (row, column), `""` stands for "all"; None is "fewer than ten".

    `is_drawn` is false when so few people are behind it that only their number is told.
    """

    rows: Dim | Marks
    columns: Dim | None
    cells: Mapping[Key, int | None]
    total: int
    is_drawn: bool

    def cell(self, row: str = "", column: str = "") -> int | None:
        return self.cells.get((row, column))


def current() -> Snapshot:
    """The snapshot that everybody reads today."""
    found = Snapshot.objects.filter(is_current=True).first()
    if found is None:
        raise NoSnapshot
    return found


def total(snapshot: Snapshot, population: Population) -> int:
    """How many requests in all, exactly: no cell. What is sealed off counts here and only here."""
    return _people(_read(snapshot, population, Q(first="", second="")))


def lists(snapshot: Snapshot, population: Population, wanted: Iterable[Dim | Marks]) -> dict[str, Table]:
    """Several simple tables at once; one query."""
    dims = list(wanted)
    found = _read(snapshot, population, Q(first__in=["", *(dim.value for dim in dims)], second=""))
    people = _people(found)
    return {dim.value: _table(dim, None, [found[dim.value, ""]], people) for dim in dims}


def cross_table(snapshot: Snapshot, population: Population, rows: Dim, columns: Dim) -> Table:
    """Two dimensions and the margins of both; each margin is the answer that `lists` would give."""
    if rows == columns:
        raise ValueError("Two different dimensions, please.")
    first, second = sorted((rows, columns))
    once = Q(first__in=["", rows.value, columns.value], second="")
    found = _read(snapshot, population, Q(first=first.value, second=second.value) | once)
    inner = found[first.value, second.value]
    if first is not rows:
        inner = {(two, one): counted for (one, two), counted in inner.items()}
    across = {("", one): counted for (one, _), counted in found[columns.value, ""].items()}
    return _table(rows, columns, [inner, found[rows.value, ""], across], _people(found))


def done(snapshot: Snapshot, population: Population, kinds: Sequence[str] = ()) -> dict[tuple[str, str], int]:
    """What was done, exactly, by kind and detail: meetings, hours, referrals. Nobody is described by it.

    What belongs to no office and no grant is told whichever was asked for.
    """
    everywhere = population.when() & Q(kind__in=OF_THE_HOUSE)
    rows = OutputSum.objects.filter(population.where() | everywhere, snapshot=snapshot)
    if kinds:
        rows = rows.filter(kind__in=kinds)
    summed = rows.order_by().values_list("kind", "detail").annotate(sum=Sum("number"))
    return {(kind, detail): number for kind, detail, number in summed}


def live(people: int, counted: Mapping[Key, tuple[int, int]]) -> dict[Key, int | None] | None:
    """Counts of what is open at this moment, which is in no snapshot: how many, and the sum of their marks.

    Told by the same rules as all others. None when so few people are behind it that nothing is drawn.
    """
    shown = {key: told(number, mark, _secret()) for key, (number, mark) in counted.items()}
    visible = sum(value is not None for value in shown.values())
    return shown if may_be_drawn(people, visible) else None


def _read(snapshot: Snapshot, population: Population, which: Q) -> dict[Key, Counted]:
    """By what it is cut, then by value: how many, and the sum of their marks."""
    rows = FigureCell.objects.filter(population.where(), which, snapshot=snapshot).order_by()
    keys = ("first", "second", "one", "two")
    found: dict[Key, Counted] = defaultdict(dict)
    for first, second, one, two, number, mark in rows.values_list(*keys).annotate(
        n=Sum("number"), m=Sum("mark")
    ):
        found[first, second][one, two] = number, int(mark)
    return found


def _people(found: dict[Key, Counted]) -> int:
    return found["", ""].get(("", ""), (0, 0))[0]


def _table(rows: Dim | Marks, columns: Dim | None, parts: Sequence[Counted], people: int) -> Table:
    """Hides, moves and rounds. Drawn only where every part of it leaves room for the hidden cells."""
    cells: dict[Key, int | None] = {}
    is_drawn = True
    for part in parts:
        shown = {key: told(number, mark, _secret()) for key, (number, mark) in part.items()}
        visible = sum(value is not None for value in shown.values())
        is_drawn &= may_be_drawn(people, visible if isinstance(rows, Dim) else 0)
        cells |= shown
    return Table(rows, columns, cells if is_drawn else {}, people, is_drawn)


@cache
def _secret() -> bytes:
    return hashlib.sha256(f"figures {settings.SECRET_KEY}".encode()).digest()
