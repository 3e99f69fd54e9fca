"""Somebody who asks the gateway everything it answers, and subtracts.

She knows how the gateway works, except its secret. Each true count is a range of what it can still be; sums
that must agree (margins and cells, months and spans, offices and all, a tag and everything) narrow them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

from cases.reports.rules import HIDDEN_UNDER, MOST_MOVED, Dim
from tests.factories.reports import Village

COLUMNS = {"source": "heard_from", "band": "days_band", "topic": "topic_id"}
MANY = 10**9
Cell = tuple[tuple[str, str], ...]  # () all, ((dim, value),) once, ((dim, value), (dim, value)) twice
Where = tuple[str, str, int, int]  # office, funder, first month, last month
Known = tuple[int, int]
Answer = Callable[[Where, tuple[Dim, ...]], Mapping[Cell, Known] | None]
OFFICES, TAGS = ("0", "1", "all"), ("tag", "rest", "all")


@dataclass
class World:
    """The truth about a village: every count that anybody could ask for."""

    village: Village
    values: dict[Dim, list[str]] = field(default_factory=dict)
    truth: dict[Where, Counter[Cell]] = field(default_factory=dict)
    kinds: list[Kind] = field(default_factory=list)

    def __post_init__(self) -> None:
        for dim in Dim:
            found = {str(row[COLUMNS.get(dim.value, dim.value)]) for row in self.village.rows}
            self.values[dim] = sorted(found)
        months = range(len(self.village.months))
        base: dict[Where, Counter[Cell]] = {}
        kinds: dict[str, Kind] = {}
        for row in self.village.rows:
            office = str(self.village.offices.index(row["office_id"]))
            month = self.village.months.index(row["month"])
            where = (office, "tag" if row["funder_id"] else "rest", month, month)
            base.setdefault(where, Counter()).update(_cells_of(row))
            kind = Kind(where[0], where[1], month, dict(_pairs(row)))
            kinds[repr(kind)] = kind
        self.kinds = list(kinds.values())
        for office, tag in product(OFFICES, TAGS):
            for first, last in spans(len(months)):
                summed: Counter[Cell] = Counter()
                for (one, other, month, _), counts in base.items():
                    if office in (one, "all") and tag in (other, "all") and first <= month <= last:
                        summed.update(counts)
                self.truth[office, tag, first, last] = summed

    def cells(self, dims: tuple[Dim, ...]) -> Iterator[Cell]:
        for values in product(*(self.values[dim] for dim in dims)):
            yield tuple((dim.value, value) for dim, value in zip(dims, values, strict=True))


@dataclass(frozen=True)
class Kind:
    """People of whom everything told is alike."""

    office: str
    tag: str
    month: int
    values: dict[str, str]

    def cells(self) -> set[Cell]:
        pairs = sorted(self.values.items())
        return {cell for size in (1, 2) for cell in combinations(pairs, size)}

    def populations(self, months: int) -> Iterator[Where]:
        for first, last in spans(months):
            if first <= self.month <= last:
                for office, tag in product((self.office, "all"), (self.tag, "all")):
                    yield office, tag, first, last


def _changes(row: Kind, cell: Cell, world: World) -> Iterator[dict[str, str]]:
    """Ways to take this person out of the cell, or into it, by one answer of hers."""
    missing = {name: value for name, value in cell if row.values[name] != value}
    if len(missing) == 1:
        yield missing
    elif not missing:
        for name, value in cell:
            yield from ({name: other} for other in world.values[Dim(name)] if other != value)


def _cells_of(row: dict[str, Any]) -> Iterator[Cell]:
    for size in range(3):
        yield from combinations(_pairs(row), size)


def _pairs(row: dict[str, Any]) -> list[tuple[str, str]]:
    return [(dim.value, str(row[COLUMNS.get(dim.value, dim.value)])) for dim in sorted(Dim)]


def spans(months: int) -> list[tuple[int, int]]:
    return [(first, last) for first in range(months) for last in range(first, months)]


def tables() -> list[tuple[Dim, ...]]:
    """Everything that may be asked about one population."""
    return [pick for size in (1, 2) for pick in combinations(sorted(Dim), size)]


@dataclass
class Attack:
    """What she knows after asking everything."""

    world: World
    known: dict[tuple[Where, Cell], list[int]] = field(default_factory=dict)
    queries: int = 0

    def ask(self, answer: Answer) -> None:
        for where in self.world.truth:
            for dims in ((), *tables()):
                told = answer(where, dims) if where[1] != "rest" else None
                self.queries += where[1] != "rest"
                for cell in self.world.cells(dims):
                    low, high = (0, MANY) if told is None else told[cell]
                    self.known[where, cell] = [low, high]

    def think(self) -> None:
        """Narrows until nothing moves any more."""
        sums = [(self.known[whole], [self.known[part] for part in parts]) for whole, parts in self._sums()]
        moved = True
        while moved:
            moved = False
            for whole, parts in sums:
                moved |= _narrow(whole, parts)

    def _sums(self) -> Iterator[tuple[tuple[Where, Cell], list[tuple[Where, Cell]]]]:
        every = [cell for dims in ((), *tables()) for cell in self.world.cells(dims)]
        for where in self.world.truth:
            office, tag, first, last = where
            for cell in every:
                yield from (((where, cell), parts) for parts in self._cuts(where, cell))
                if office == "all":
                    yield (where, cell), [((one, *where[1:]), cell) for one in OFFICES[:2]]
                if tag == "all":
                    yield (where, cell), [((office, one, first, last), cell) for one in TAGS[:2]]
                for middle in range(first, last):
                    halves = [(office, tag, first, middle), (office, tag, middle + 1, last)]
                    yield (where, cell), [(half, cell) for half in halves]

    def _cuts(self, where: Where, cell: Cell) -> Iterator[list[tuple[Where, Cell]]]:
        """The cell as the sum of finer cells, along each dimension it does not name."""
        for dim in Dim:
            if len(cell) < 2 and dim.value not in {name for name, _ in cell}:
                finer = (tuple(sorted((*cell, (dim.value, value)))) for value in self.world.values[dim])
                yield [(where, one) for one in finer]

    def hidden(self) -> list[tuple[Where, Cell]]:
        """Small cells of populations that may be asked for; an empty population hides nobody."""
        return [
            (where, cell)
            for where, cell in self.known
            if cell and where[1] != "rest" and self.world.truth[where][()]
            if self.world.truth[where][cell] < HIDDEN_UNDER
        ]

    def exact(self) -> list[tuple[Where, Cell]]:
        """Hidden cells of which only one value is left."""
        return [key for key in self.hidden() if self.known[key][0] == self.known[key][1]]

    def has_twin(self, where: Where, cell: Cell, answers: Mapping[tuple[Where, Cell], Known]) -> bool:
        """Whether one person could be another one, this cell be one more or less, and every answer the same.

        Ranges alone might overlook a clever chain of sums; a whole second world cannot be argued away.
        """
        office, tag, first, last = where
        for row in self.world.kinds:
            inside = office in (row.office, "all") and tag in (row.tag, "all") and first <= row.month <= last
            for change in _changes(row, cell, self.world) if inside else ():
                if self._fits(self._moved(row, change), answers):
                    return True
        return False

    def _moved(self, row: Kind, change: dict[str, str]) -> Counter[tuple[Where, Cell]]:
        """By how much each count differs when one of these people answers otherwise."""
        before, after = row.cells(), Kind(row.office, row.tag, row.month, row.values | change).cells()
        found: Counter[tuple[Where, Cell]] = Counter()
        for where in row.populations(len(self.world.village.months)):
            found.update({(where, cell): 1 for cell in after - before})
            found.subtract({(where, cell): 1 for cell in before - after})
        return found

    def _fits(self, steps: Counter[tuple[Where, Cell]], answers: Mapping[tuple[Where, Cell], Known]) -> bool:
        for (where, cell), step in steps.items():
            low, high = answers[where, cell]
            if not low <= self.world.truth[where][cell] + step <= high:
                return False
        return True

    def is_sound(self) -> bool:
        """Whether the truth is still among what she thinks possible: else her reasoning is worth nothing."""
        return all(
            low <= self.world.truth[where][cell] <= high for (where, cell), (low, high) in self.known.items()
        )


def _narrow(whole: list[int], parts: list[list[int]]) -> bool:
    low, high = sum(part[0] for part in parts), sum(part[1] for part in parts)
    moved = False
    if low > whole[0]:
        whole[0], moved = low, True
    if high < whole[1]:
        whole[1], moved = high, True
    for part in parts:
        least, most = whole[0] - (high - part[1]), whole[1] - (low - part[0])
        if least > part[0]:
            high_before = part[0]
            part[0], moved = least, True
            low += least - high_before
        if most < part[1]:
            high -= part[1] - most
            part[1], moved = most, True
    return moved


def means(told: int | None) -> Known:
    """What an answer of the real gateway leaves open."""
    if told is None:
        return 0, HIDDEN_UNDER - 1 + MOST_MOVED
    return max(HIDDEN_UNDER, told - 2 - MOST_MOVED), told + 2 + MOST_MOVED


def means_rounded(number: int) -> Known:
    """What plain rounding to five leaves open."""
    told = 5 * ((2 * number + 5) // 10)
    return (0, HIDDEN_UNDER - 1) if number < HIDDEN_UNDER else (max(HIDDEN_UNDER, told - 2), told + 2)
