"""Charts drawn on the server: numbers in, the geometry of an SVG and the table beneath it out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

WIDTH = 640
LABEL_WIDTH = 215
VALUE_WIDTH = 56
BAR = 18
BAR_GAP = 4
ROW_GAP = 12
PYRAMID_LABEL = 90
PLOT_HEIGHT = 200
MARGIN = 44
MOST_LABELS = 8
LONGEST_LABEL = 21


class Series(NamedTuple):
    """One line, or one colour of bars. A value of None is a gap: nothing is known."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True)
class Chart:
    """`series` is a mapping name -> values, or a sequence of Series or (name, values) pairs."""

    title: str
    labels: Sequence[str]
    series: Mapping[str, Sequence[float | None]] | Sequence[Series | tuple[str, Sequence[float | None]]]
    description: str = ""
    unit: str = ""
    links: Sequence[Sequence[str]] = ()  # of each series: the lists behind its values, for the table
    rows: tuple[Series, ...] = field(init=False)

    def __post_init__(self) -> None:
        pairs = self.series.items() if isinstance(self.series, Mapping) else self.series
        rows = tuple(Series(str(name), tuple(values)) for name, values in pairs)
        for row in rows:
            if len(row.values) != len(self.labels):
                raise ValueError(
                    f"Series {row.name!r} has {len(row.values)} values for {len(self.labels)} labels."
                )
        object.__setattr__(self, "rows", rows)

    @property
    def most(self) -> float:
        return max((value for row in self.rows for value in row.values if value is not None), default=0)

    @property
    def is_empty(self) -> bool:
        return not self.labels or self.most <= 0

    @property
    def table(self) -> list[tuple[str, list[float | None]]]:
        """One row for each label, one column for each series."""
        return [(str(label), [row.values[at] for row in self.rows]) for at, label in enumerate(self.labels)]

    @property
    def cells(self) -> list[tuple[str, list[Cell]]]:
        """The table with its links; nothing leads to an empty list."""
        return [
            (
                label,
                [self._cell(value, place, at) for place, value in enumerate(values)],
            )
            for at, (label, values) in enumerate(self.table)
        ]

    def _cell(self, value: float | None, place: int, at: int) -> Cell:
        return Cell(value, self.links[place][at] if value and place < len(self.links) else "")


class Cell(NamedTuple):
    """A number of the table, and the list behind it."""

    value: float | None
    url: str = ""


def shorten(label: str) -> str:
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1].rstrip() + "…"


def nice_top(most: float) -> float:
    """A round number that is at least `most`, at least 4, and whose quarters are round too."""
    if most <= 4:
        return 4
    power = 1.0
    while power * 10 <= most:
        power *= 10
    return next(step * power for step in (1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10) if step * power >= most)


def bar_geometry(chart: Chart) -> dict[str, object]:
    """Lying bars, one group for each label, each bar with its number: long words keep their room."""
    group = len(chart.rows) * (BAR + BAR_GAP) - BAR_GAP
    room = WIDTH - LABEL_WIDTH - VALUE_WIDTH
    scale = room / chart.most if chart.most else 0
    groups = []
    for at, label in enumerate(chart.labels):
        top = at * (group + ROW_GAP)
        bars = []
        for place, row in enumerate(chart.rows):
            value = row.values[at]
            length = round((value or 0) * scale, 1)
            y = top + place * (BAR + BAR_GAP)
            bars.append(
                {
                    "x": LABEL_WIDTH,
                    "y": y,
                    "width": max(length, 1),
                    "height": BAR,
                    "number": place + 1,
                    "value": value,
                    "value_x": round(LABEL_WIDTH + max(length, 1) + 8, 1),
                    "value_y": y + BAR - 4,
                    "anchor": "start",
                }
            )
        groups.append(
            {"label": shorten(str(label)), "x": LABEL_WIDTH - 10, "y": top + group / 2 + 5, "bars": bars}
        )
    height = max(len(groups) * (group + ROW_GAP) - ROW_GAP, BAR)
    return {"width": WIDTH, "height": height, "groups": groups, "axis_x": LABEL_WIDTH, "anchor": "end"}


def pyramid_geometry(chart: Chart) -> dict[str, object]:
    """Two series back to back, one row for each label, the first one to the left: shares of age."""
    half = (WIDTH - PYRAMID_LABEL) / 2
    scale = (half - VALUE_WIDTH) / chart.most if chart.most else 0
    left, right = half, half + PYRAMID_LABEL
    groups = []
    for at, label in enumerate(chart.labels):
        y = at * (BAR + ROW_GAP)
        bars = []
        for place, row in enumerate(chart.rows[:2]):
            width = max(round((row.values[at] or 0) * scale, 1), 1)
            is_left = place == 0
            bars.append(
                {
                    "x": round(left - width, 1) if is_left else right,
                    "y": y,
                    "width": width,
                    "height": BAR,
                    "number": place + 1,
                    "value": row.values[at],
                    "value_x": round(left - width - 8, 1) if is_left else round(right + width + 8, 1),
                    "value_y": y + BAR - 4,
                    "anchor": "end" if is_left else "start",
                }
            )
        groups.append({"label": str(label), "x": WIDTH / 2, "y": y + BAR - 4, "bars": bars})
    height = max(len(groups) * (BAR + ROW_GAP) - ROW_GAP, BAR)
    return {"width": WIDTH, "height": height, "groups": groups, "anchor": "middle"}


def line_geometry(chart: Chart) -> dict[str, object]:
    """Lines over time, with four quiet grid lines and a mark at each point."""
    top = nice_top(chart.most)
    left, right, upper = MARGIN, WIDTH - 16, 12
    steps = max(len(chart.labels) - 1, 1)

    def x(at: int) -> float:
        return round(left + (right - left) * at / steps, 1)

    def y(value: float) -> float:
        return round(upper + PLOT_HEIGHT * (1 - value / top), 1)

    lines = [
        {
            "number": place + 1,
            "runs": _runs([(x(at), y(v)) if v is not None else None for at, v in enumerate(row.values)]),
            "points": [
                {"x": x(at), "y": y(v), "value": v, "label": chart.labels[at]}
                for at, v in enumerate(row.values)
                if v is not None
            ],
        }
        for place, row in enumerate(chart.rows)
    ]
    grid = [{"y": y(top * part / 4), "value": _whole(top * part / 4)} for part in range(5)]
    return {
        "width": WIDTH,
        "height": upper + PLOT_HEIGHT + 34,
        "left": left,
        "right": right,
        "lines": lines,
        "ticks": [{"x": x(at), "label": label} for at, label in _tick_labels(chart)],
        "tick_y": upper + PLOT_HEIGHT + 24,
        "grid": grid,
        "label_x": left - 10,
    }


def _tick_labels(chart: Chart) -> list[tuple[int, str]]:
    """Which labels have room beneath the plot, counted from the last, which always has."""
    every = -(-len(chart.labels) // MOST_LABELS) if chart.labels else 1
    last = len(chart.labels) - 1
    return [(at, shorten(str(label))) for at, label in enumerate(chart.labels) if (last - at) % every == 0]


def _whole(value: float) -> float:
    return int(value) if value == int(value) else round(value, 1)


def _runs(points: list[tuple[float, float] | None]) -> list[str]:
    """The point lists of the unbroken stretches, as SVG wants them."""
    runs: list[list[str]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(f"{point[0]},{point[1]}")
    return [" ".join(run) for run in runs if len(run) > 1]
