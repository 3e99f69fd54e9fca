"""The situation report: every figure about people from the gateway, every output as it was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from cases.funding.models import Funder
from cases.funding.rules import Measure
from cases.reports.models import Snapshot
from cases.reports.queries import gateway
from cases.reports.queries.gateway import Population, Table
from cases.reports.queries.words import DIM_CHOICES, KINDS, LIST_TITLES, MEASURES, values_of
from cases.reports.rules import HELPED, HIDDEN_UNDER, NOT_HELPED, READ, Dim, Marks, Period, month_of
from helpdesk import languages
from helpdesk.accounts.models import Office
from helpdesk.ui.dates import month_words, reader_locale

BEGINNING = date(2000, 1, 1)
LISTS: tuple[Dim | Marks, ...] = (*Dim, Marks.FLAG, Marks.UNMET, Marks.REFERRAL, Marks.RATING)


@dataclass(frozen=True)
class Wish:
    """What is asked for: whose figures, in which language, and one further table."""

    population: Population
    language: str
    office: Office | None = None
    funder: Funder | None = None
    rows: Dim | None = None
    columns: Dim | None = None


@dataclass(frozen=True)
class Value:
    """One figure: as a number where it may be told, and in words."""

    number: int | None
    text: str

    @property
    def is_hidden(self) -> bool:
        return self.number is None


@dataclass(frozen=True)
class Line:
    """One line of a table."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Section:
    """One table with its title, its columns and what must be said about it."""

    title: str
    head: str
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def rows(self) -> list[tuple[str, list[tuple[str, Value]]]]:
        """Each line with the name of its column beside every figure."""
        return [(line.name, list(zip(self.columns, line.values, strict=True))) for line in self.lines]


@dataclass(frozen=True)
class Report:
    """A whole report, in words of its language."""

    title: str
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    notes: tuple[str, ...]
    language: str


def report_of(wish: Wish, snapshot: Snapshot) -> Report:
    """Everything for one period and in total up to its end; six queries whatever the size of the history."""
    with override(wish.language):
        spans = [wish.population, replace(wish.population, period=_since_ever(wish.population.period))]
        tables = [gateway.lists(snapshot, population, LISTS) for population in spans]
        sums = [gateway.done(snapshot, population) for population in spans]
        everything = (pgettext("figures", "in the period"), pgettext("figures", "in total"))
        totals = [table[Dim.COUNTRY.value].total for table in tables]
        sections = [
            *([targets(wish.funder, snapshot)] if wish.funder else []),
            _outputs(everything, totals, sums),
            *(_listed(one, everything, [table[one.value] for table in tables]) for one in LISTS),
            _tasks(everything, sums),
            _knowledge(everything, sums),
        ]
        if wish.rows and wish.columns:
            crossed = gateway.cross_table(snapshot, wish.population, wish.rows, wish.columns)
            sections.append(_crossed(crossed, _period_words(wish.population.period)))
        title = wish.funder.name if wish.funder else _("Situation report")
        return Report(title, _facts(wish, snapshot), tuple(sections), _notes(), wish.language)


def targets(funder: Funder, snapshot: Snapshot) -> Section:
    """What was promised, and what is done by now: exact, over the whole time of the grant."""
    period = Period(month_of(funder.starts_on), month_of(max(funder.ends_on, funder.starts_on)))
    population = Population(period, None, funder.pk)
    reached = _done(gateway.done(snapshot, population))
    reached[Measure.REQUESTS.value] = gateway.total(snapshot, population)
    lines = []
    for target in funder.targets.all():
        number = reached.get(target.what, 0)
        share = round(100 * number / target.number) if target.number else 100
        values = (_exact(target.number), _exact(number), Value(share, f"{share} %"))
        lines.append(Line(str(MEASURES[target.what]), values))
    columns = (_("promised"), _("done"), _("share"))
    return Section(
        _("Promised and done"), _("What"), columns, tuple(lines), _("Over the whole time of the grant.")
    )


def _since_ever(period: Period) -> Period:
    return Period(BEGINNING, period.last)


def _facts(wish: Wish, snapshot: Snapshot) -> tuple[tuple[str, str], ...]:
    facts = [
        (_("Period"), _period_words(wish.population.period)),
        (_("Whose work"), str(wish.office) if wish.office else _("the whole organisation")),
    ]
    if wish.funder:
        facts.append((_("Funder"), f"{wish.funder.name} ({wish.funder.code})"))
    return (*facts, (_("Figures as of"), _day_words(snapshot.day)))


def _notes() -> tuple[str, ...]:
    return (
        _("What was done is exact. Figures about people are protected: fewer than ten is shown as <10."),
        _(
            "All other figures about people are moved a little and rounded to five, each on its own, so "
            "lines do not add up exactly."
        ),
        _("Sex and age: not asked, so not told."),
    )


def _done(sums: Mapping[tuple[str, str], int]) -> dict[str, int]:
    """Sums by kind; hours in whole hours."""
    found: dict[str, int] = {}
    for (kind, _detail), number in sums.items():
        found[kind] = found.get(kind, 0) + number
    if minutes := found.get(Measure.HOURS.value):
        found[Measure.HOURS.value] = round(minutes / 60)
    return found


def _outputs(
    columns: tuple[str, str], totals: Sequence[int], sums: Sequence[Mapping[tuple[str, str], int]]
) -> Section:
    done = [_done(one) | {Measure.REQUESTS.value: total} for one, total in zip(sums, totals, strict=True)]
    lines = tuple(
        Line(str(words), tuple(_exact(one.get(code, 0)) for one in done)) for code, words in MEASURES.items()
    )
    return Section(_("What was done"), _("What"), columns, lines, _("Exact."))


def _listed(dim: Dim | Marks, columns: tuple[str, str], tables: Sequence[Table]) -> Section:
    lines = tuple(
        Line(name, tuple(_told(table, table.cell(code)) for table in tables)) for code, name in values_of(dim)
    )
    few = _("Fewer than 50 people asked in this period: too few for a table.")
    note = "" if all(table.is_drawn for table in tables) else few
    return Section(str(LIST_TITLES[dim.value]), _dim_name(dim), columns, lines, note)


def _tasks(columns: tuple[str, str], sums: Sequence[Mapping[tuple[str, str], int]]) -> Section:
    kind = Measure.TASKS.value
    lines = tuple(
        Line(str(words), tuple(_exact(one.get((kind, code), 0)) for one in sums))
        for code, words in KINDS.items()
    )
    return Section(_("Tasks done, by kind"), _("Kind"), columns, lines, _("Exact."))


def _knowledge(columns: tuple[str, str], sums: Sequence[Mapping[tuple[str, str], int]]) -> Section:
    """Pages and clicks, not people, with nothing beside them but the language: exact, as all outputs."""
    opened = tuple(_exact(sum(one.get((READ, code), 0) for code in languages.CODES)) for one in sums)
    words = _("pages opened in: %(language)s")
    keys = [
        *((words % {"language": name}, READ, code) for code, name in languages.CHOICES),
        (_("readers said: it helped"), HELPED, ""),
        (_("readers said: it did not help"), NOT_HELPED, ""),
    ]
    lines = [Line(name, tuple(_exact(one.get((kind, code), 0)) for one in sums)) for name, kind, code in keys]
    note = _(
        "Of the whole organisation, exact. Pages are counted, never people: whoever opens one twice counts "
        "twice, and who reads is kept nowhere."
    )
    title = _("Articles: read and helpful")
    return Section(title, _("What"), columns, (Line(_("pages opened"), opened), *lines), note)


def _crossed(table: Table, period: str) -> Section:
    assert isinstance(table.rows, Dim)
    assert table.columns is not None
    across = [*values_of(table.columns), ("", pgettext("figures", "all"))]
    down = [*values_of(table.rows), ("", pgettext("figures", "all"))]
    lines = []
    for code, name in down:
        cells = [_told(table, table.cell(code, other)) for other, _name in across]
        if not code:  # the corner is the number of requests, an output
            cells[-1] = _exact(table.total)
        lines.append(Line(name, tuple(cells)))
    title = _("%(rows)s and %(columns)s") % {
        "rows": _dim_name(table.rows),
        "columns": _dim_name(table.columns),
    }
    title = title[:1].upper() + title[1:]
    few = "" if table.is_drawn else _("Too few people for this table.")
    return Section(
        f"{title}, {period}", _dim_name(table.rows), tuple(name for _code, name in across), tuple(lines), few
    )


def _dim_name(dim: Dim | Marks) -> str:
    names = {code: str(words) for code, words in DIM_CHOICES}
    return names.get(dim.value, "") or str(_("What"))


def _exact(number: int) -> Value:
    return Value(number, format_decimal(number, locale=reader_locale()))


def _told(table: Table, number: int | None) -> Value:
    if not table.is_drawn:
        return Value(None, "–")
    return Value(None, f"<{HIDDEN_UNDER}") if number is None else _exact(number)


def _period_words(period: Period) -> str:
    first, last = month_words(period.first), month_words(period.last)
    return last if period.first == period.last else f"{first} – {last}"


def _day_words(day: date) -> str:
    return str(format_date(day, "long", locale=reader_locale()))
