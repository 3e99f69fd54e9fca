"""Lines of a spreadsheet as cases and members: what would be made, what is here, what is refused and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.intake.rules import MOST_STORY
from cases.legal.actions.importing import Group, Matter, source_of
from cases.legal.imports.headers import Column, squeezed
from cases.legal.imports.sheets import Row, Sheet
from cases.legal.models import CaseType
from cases.legal.queries import lawyers_of
from cases.requests.models import HelpRequest
from cases.requests.queries import taker
from cases.rest.queries import would_be_too_much
from cases.rest.rules import RESTING_WEIGHT
from helpdesk import languages
from helpdesk.accounts.errors import NotNow
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

MOST_LABEL, MOST_CITY = 60, 60
_DAYS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%Y.%m.%d", "%Y/%m/%d")
_LANGUAGES = {
    **{code: code for code in languages.CODES},
    **{squeezed(language.own_name): language.code for language in languages.LANGUAGES},
    **dict.fromkeys(("беларуская", "belarusian", "białoruski", "białoruska", "белорусский"), "be"),
    **dict.fromkeys(("русский", "russian", "rosyjski", "rusų", "руская", "расейская"), "ru"),
    **dict.fromkeys(("polski", "polish", "польская", "польский", "lenkų"), "pl"),
    **dict.fromkeys(("lietuvių", "lithuanian", "litewski", "літоўская", "литовский"), "lt"),
    **dict.fromkeys(("english", "angielski", "anglų", "англійская", "английский"), "en"),
}


@dataclass(frozen=True)
class Defaults:
    """What holds where a line says nothing."""

    kind: CaseType | None = None
    language: str = languages.DEFAULT


@dataclass
class Plan:
    """What a load would do. Refused lines load nothing, and neither does the rest of their case."""

    groups: list[Group] = field(default_factory=list)
    here: list[int] = field(default_factory=list)  # lines of an earlier run
    refusals: list[tuple[int, str]] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)
    away: list[str] = field(default_factory=list)  # lawyers who get nothing now, and until when
    over: list[str] = field(default_factory=list)  # names of those who would carry more than their limit

    @property
    def members(self) -> int:
        return sum(len(group.members) for group in self.groups)


class _Unfit(ValueError):
    """One line cannot be taken; says why."""


class Planner:
    """Reads lines one by one against what is known here."""

    def __init__(self, columns: Mapping[Column, int], defaults: Defaults, *, by: User) -> None:
        self.columns, self.defaults, self.by = columns, defaults, by
        kinds = list(CaseType.objects.filter(is_active=True))
        self.kinds = {squeezed(name): kind for kind in kinds for name in _names(kind)}
        people = list(lawyers_of(by.office_id))
        self.lawyers = {squeezed(word): person for person in people for word in (person.name, person.email)}
        self.warnings: list[tuple[int, str]] = []
        self.away: dict[UUID, str] = {}  # by lawyer: why she gets nothing new; empty when she does

    def plan(self, sheet: Sheet) -> Plan:
        plan = Plan(warnings=self.warnings)
        groups: dict[str, Group] = {}
        broken: set[str] = set()
        seen: dict[str, int] = {}
        for row in sheet.rows:
            key = squeezed(self._cell(row, Column.CASE)) or f"line {row.number}"
            try:
                self._take(row, key, groups, seen)
            except _Unfit as why:
                plan.refusals.append((row.number, str(why)))
                broken.add(key)
        for key in broken & set(groups):
            lost = groups.pop(key)
            words = _("another line of the same case is refused, and no case comes in by halves")
            plan.refusals += [(member.line, words) for member in lost.members]
        self._sort_out_known(plan, groups.values())
        self._look_at_lawyers(plan)
        plan.refusals.sort()
        return plan

    def _take(self, row: Row, key: str, groups: dict[str, Group], seen: dict[str, int]) -> None:
        if row.formula:
            raise _Unfit(_("a cell holds a formula; put its value there"))
        matter, kind, lawyer = self._matter(row, key), self._kind(row), self._lawyer(row)
        if matter.source in seen:
            raise _Unfit(_("this person stands in line %(line)d already") % {"line": seen[matter.source]})
        seen[matter.source] = row.number
        group = groups.setdefault(
            key, Group(title=self._cell(row, Column.CASE)[:120], kind=kind, lawyer=lawyer, members=[])
        )
        if group.kind.country != kind.country:
            raise _Unfit(_("one case cannot stand in two countries"))
        if group.kind != kind:
            raise _Unfit(_("one case cannot be of two kinds of matter"))
        if group.lawyer != lawyer:
            raise _Unfit(_("one case cannot have two lawyers"))
        group.members.append(matter)

    def _sort_out_known(self, plan: Plan, groups: Iterable[Group]) -> None:
        sources = [member.source for group in groups for member in group.members]
        known = set(HelpRequest.objects.filter(source_id__in=sources).values_list("source_id", flat=True))
        for group in groups:
            plan.here += [member.line for member in group.members if member.source in known]
            group.known = [member.source for member in group.members if member.source in known]
            group.members = [member for member in group.members if member.source not in known]
            if group.members:
                plan.groups.append(group)

    def _look_at_lawyers(self, plan: Plan) -> None:
        """Whose cases come in without her, and who would carry too much; her own list asks for no reason."""
        added: Counter[User] = Counter()
        for group in plan.groups:
            why = self._why_away(group.lawyer) if group.lawyer is not None else ""
            group.lawyer = None if why else group.lawyer
            if group.known:
                continue  # it goes on in the case that is here
            if why and why not in plan.away:
                plan.away.append(why)
            if group.lawyer is not None:
                added[group.lawyer] += len(group.members) * RESTING_WEIGHT
        if self.by.can(Permission.ASSIGN):
            plan.over = [user.name for user, weight in added.items() if would_be_too_much(user, weight)]

    def _why_away(self, lawyer: User) -> str:
        """Asked as when a case is opened: nobody stands in for a whole case."""
        if lawyer.pk not in self.away:
            try:
                if lawyer != self.by:
                    taker(lawyer, by=self.by, may=lambda _person: False)
                self.away[lawyer.pk] = ""
            except NotNow as why:
                self.away[lawyer.pk] = str(why)
        return self.away[lawyer.pk]

    def _cell(self, row: Row, column: Column) -> str:
        place = self.columns.get(column)
        return row.cells[place] if place is not None and place < len(row.cells) else ""

    def _matter(self, row: Row, key: str) -> Matter:
        label, number = self._cell(row, Column.PERSON), self._cell(row, Column.FILE_NUMBER)
        story = self._cell(row, Column.STORY)
        if not (label or number or story):
            raise _Unfit(_("there is neither a person, nor a file number, nor what it is about"))
        for text, most in ((label, MOST_LABEL), (number, MOST_LABEL), (story, MOST_STORY)):
            if len(text) > most:
                raise _Unfit(_("a cell has %(count)d characters, at most %(most)d fit") % {
                    "count": len(text), "most": most})  # fmt: skip
        since = self._day(row, Column.SINCE)
        if since is not None and since > timezone.localdate():
            raise _Unfit(_("the day since when it is open lies ahead"))
        return Matter(
            line=row.number,
            source=source_of(self.by.office_id, number, label, "" if number or label else f"{key}|{story}"),
            label=label,
            file_number=number,
            story=story or _("Taken over from the list of open matters."),
            phone=self._phone(row),
            language=self._language(row),
            city=self._cell(row, Column.CITY)[:MOST_CITY],
            deadline_on=self._day(row, Column.DEADLINE),
            received_at=timezone.make_aware(datetime.combine(since, time(12))) if since else None,
        )

    def _kind(self, row: Row) -> CaseType:
        said = self._cell(row, Column.KIND)
        kind = self.kinds.get(squeezed(said)) if said else self.defaults.kind
        if kind is None and said and self.defaults.kind is not None:
            self.warnings.append((row.number, _("this kind of matter is unknown; the chosen one is taken")))
            kind = self.defaults.kind
        if kind is None:
            raise _Unfit(
                _("no kind of matter is called like this; choose one for such lines") if said
                else _("the kind of matter is missing; choose one for such lines")
            )  # fmt: skip
        if self.by.office is not None and kind.country != self.by.office.country:
            raise _Unfit(_("this kind of matter belongs to another country than your office"))
        return kind

    def _lawyer(self, row: Row) -> User | None:
        said = self._cell(row, Column.LAWYER)
        if not self.by.can(Permission.ASSIGN):
            found = self.lawyers.get(squeezed(said)) if said else self.by
            if found != self.by:
                raise _Unfit(_("you bring in your own cases only; this line names another lawyer"))
            return self.by
        if not said:
            return None
        found = self.lawyers.get(squeezed(said))
        if found is None:
            self.warnings.append((row.number, _("your office has no such lawyer; nobody is named yet")))
        return found

    def _language(self, row: Row) -> str:
        said = self._cell(row, Column.LANGUAGE)
        found = _LANGUAGES.get(squeezed(said)) if said else self.defaults.language
        if found is None:
            raise _Unfit(_("the language is none of the five"))
        return found

    def _phone(self, row: Row) -> str:
        said = self._cell(row, Column.PHONE)
        if said and not re.fullmatch(r"\+?[\d\s().\-/]{7,24}", said):
            raise _Unfit(_("this is no phone number"))
        return said

    def _day(self, row: Row, column: Column) -> date | None:
        said = self._cell(row, column)
        if not said:
            return None
        for form in _DAYS:
            try:
                found = datetime.strptime(said, form).date()  # noqa: DTZ007 - a day has no zone
            except ValueError:
                continue
            if 1990 <= found.year <= 2100:
                return found
        raise _Unfit(_("a day cannot be read; write it like 31.12.2026"))


def _names(kind: CaseType) -> Sequence[str]:
    translated = [getattr(kind, f"name_{code}", None) for code in languages.CODES]
    return [kind.slug, *(name for name in translated if name)]
