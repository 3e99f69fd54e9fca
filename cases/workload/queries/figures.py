"""The figures of the coordinator's page as they may leave the house: told by the gateway, never as counted.

What would tell of one person stays behind: the oldest day, weights, weeks, names of colleagues, small places.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from babel.numbers import format_decimal
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.reports.queries import gateway
from cases.reports.queries.gateway import Counted
from cases.reports.queries.report import Line, Report, Section, Value
from cases.reports.rules import HIDDEN_UNDER
from cases.triage.rules.pressing import BANDS
from cases.workload.queries.backlog import Line as Counts
from cases.workload.queries.backlog import backlog, behind, by_city, by_language, by_topic, moment
from cases.workload.queries.dashboard import Dashboard, band_words, dashboard
from cases.workload.queries.times import Speed
from cases.workload.rules.load import Moment, Open, coarse
from helpdesk.accounts.models import User
from helpdesk.ui.dates import clock, reader_locale

By = Callable[[Open], str]
# Columns of one group lie side by side: everybody stands in at most one of them.
OPEN, NEW, TURNS, LATE = ("open",), ("new",), ("ours", "theirs"), ("late",)
NOT_DRAWN = Value(None, "–")


@dataclass(frozen=True)
class Backlog:
    """The open requests of one office, counted as the page counts them."""

    rows: Sequence[Open]
    at: Moment

    def holds(self, column: str, row: Open) -> bool:
        """Whether this request stands in this column."""
        asked: dict[str, Callable[[Open], bool]] = {
            "open": lambda _row: True,
            "new": self.at.is_new,
            "ours": lambda row: row.is_ours,
            "theirs": lambda row: not row.is_ours,
            "late": self.at.is_late,
            "due": self.at.is_due,
            "nobody": lambda row: row.owner is None,
            "ring": lambda row: row.ring_back and row.is_ours,
        }
        return asked[column](row)

    def counted(self, columns: Iterable[str], by: By) -> Counted:
        """By key and column: how many, and the sum of their marks."""
        found: Counted = defaultdict(lambda: (0, 0))
        for column in columns:
            for row in self.rows:
                if self.holds(column, row):
                    number, mark = found[by(row), column]
                    found[by(row), column] = number + 1, mark + mark_of(row)
        return found

    def values(self, keys: Sequence[str], groups: Sequence[Sequence[str]], by: By) -> list[tuple[Value, ...]]:
        """For each key its cells, as the gateway tells them."""
        cells: dict[tuple[str, str], Value] = {}
        for columns in groups:
            counted = self.counted(columns, by)
            asked = {(key, column): counted[key, column] for key in keys for column in columns}
            shown = gateway.live(len(self.rows), asked)
            cells |= {cell: NOT_DRAWN if shown is None else told(shown[cell]) for cell in asked}
        columns = [column for group in groups for column in group]
        return [tuple(cells[key, column] for column in columns) for key in keys]


def mark_of(row: Open) -> int:
    """The same people give the same answer, in whatever table they stand."""
    return row.key.int if row.key else 0


def exact(number: int) -> Value:
    return Value(number, format_decimal(number, locale=reader_locale()))


def told(number: int | None) -> Value:
    return Value(None, f"<{HIDDEN_UNDER}") if number is None else exact(number)


def figures(user: User) -> Report | None:
    """All of the page that may be taken along; None for somebody without an office."""
    board = dashboard(user)
    if board is None or user.office is None:
        return None
    at, list_of = moment(), behind(user.office)
    stock = Backlog(backlog(user), at)
    topics, cities = by_topic(stock.rows, at, list_of), by_city(stock.rows, at, list_of)
    sections = (
        _open(stock),
        _speed(board),
        _ages(stock),
        _table(stock, _("By topic"), _("Topic"), topics, lambda row: row.topic),
        _table(stock, _("By city"), _("City"), cities, lambda row: row.city.upper(), big_only=True),
        _table(
            stock,
            _("By language"),
            _("Language"),
            by_language(stock.rows, at, list_of),
            lambda row: row.language,
        ),
        _offices(board, stock),
    )
    facts = ((_("Office"), user.office.name), (_("Figures as of"), clock(timezone.now())))
    return Report(_("Workload"), facts, sections, _notes(), get_language() or user.language)


def _notes() -> tuple[str, ...]:
    return (
        _("How many are open is exact. Figures about people are protected: fewer than ten is shown as <10."),
        _(
            "All other figures about people are moved a little and rounded to five, each on its own, so "
            "lines do not add up exactly."
        ),
        _("A dash (–) is a figure that is hidden: it would be about too few people."),
    )


def _open(stock: Backlog) -> Section:
    names = {
        "new": _("new in seven days"),
        "ours": _("wait for us"),
        "theirs": _("wait for others"),
        "late": _("overdue"),
        "due": _("deadline within a week"),
        "nobody": _("without an owner"),
        "ring": _("to ring back"),
    }
    groups = [NEW, TURNS, LATE, ("due",), ("nobody",), ("ring",)]
    (values,) = stock.values([""], groups, lambda _row: "")
    lines = [Line(words, (value,)) for words, value in zip(names.values(), values, strict=True)]
    all_of = Line(_("open"), (exact(len(stock.rows)),))
    return Section(_("Open requests"), _("What"), (_("how many"),), (all_of, *lines))


def _speed(board: Dashboard) -> Section:
    hours, days = _("%(count)s hours"), _("%(count)s days")
    lines = (
        _speed_line(_("First answer"), board.times.first_answer, hours),
        _speed_line(_("Outcome"), board.times.outcome, days),
    )
    columns = (_("half of them within"), _("nine of ten within"), _("how many"))
    return Section(_("How fast we are"), _("Last twelve weeks"), columns, lines)


def _speed_line(name: str, speed: Speed, words: str) -> Line:
    """Of fewer than ten nothing is told: the middle one of three is somebody."""
    count = coarse(speed.count)
    if count is None or speed.median is None or speed.slow is None:
        return Line(name, (NOT_DRAWN, NOT_DRAWN, told(count)))
    moments = [format_decimal(value, locale=reader_locale()) for value in (speed.median, speed.slow)]
    return Line(name, (*(Value(None, words % {"count": value}) for value in moments), told(count)))


def _ages(stock: Backlog) -> Section:
    keys = [str(begin) for begin in BANDS]
    cells = stock.values(keys, [TURNS], lambda row: str(stock.at.band(row)))
    lines = tuple(Line(band_words(begin), values) for begin, values in zip(BANDS, cells, strict=True))
    columns = (_("wait for us"), _("wait for others"))
    return Section(_("How long open requests have been here"), _("days since they came"), columns, lines)


def _table(
    stock: Backlog, title: str, head: str, counted: Sequence[Counts], by: By, *, big_only: bool = False
) -> Section:
    """A table of the page without weights and oldest days; perhaps only lines that may be told at all."""
    cells = stock.values([line.key for line in counted], [OPEN, NEW, TURNS, LATE], by)
    lines = [Line(line.name, values) for line, values in zip(counted, cells, strict=True)]
    if big_only:  # a place as somebody wrote it tells that somebody is there
        lines = [line for line in lines if line.values[0].number is not None]
    columns = (_("open"), _("new in seven days"), _("wait for us"), _("wait for others"), _("overdue"))
    return Section(title, head, columns, tuple(lines))


def _offices(board: Dashboard, stock: Backlog) -> Section:
    """The other offices are coarse on the page already."""
    ((came,),) = stock.values([""], [NEW], lambda _row: "")
    own, *others = board.offices
    lines = [Line(own.name, (exact(len(stock.rows)), came))]
    lines += [Line(one.name, (told(one.open), told(one.came))) for one in others]
    return Section(_("By office"), _("Office"), (_("open"), _("new in seven days")), tuple(lines))
