"""The open backlog of an office, read once, and the lines of the tables with the list behind each figure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.models import HelpRequest
from cases.requests.queries import topic_names
from cases.rest.queries import Carried
from cases.triage.queries.pressing import NO_CITY, NO_TOPIC, THEM
from cases.workload.rules.load import Moment, Open, Tally, tallies
from helpdesk import languages
from helpdesk.accounts.models import Office, User

MOST_CITIES = 20
COLUMNS = (
    "topic__slug", "assigned_to", "assigned_to__name", "city", "language", "urgency", "turn", "status",
    "received_at", "turn_since", "deadline_on", "ring_back",
)  # fmt: skip


@dataclass(frozen=True)
class Line:
    """One row of a table, its figures and the lists behind them."""

    name: str
    tally: Tally
    links: Mapping[str, str] = field(default_factory=dict)
    most_weight: int | None = None
    key: str = ""

    @property
    def is_over(self) -> bool:
        return self.most_weight is not None and self.tally.weight > self.most_weight


@dataclass(frozen=True)
class Behind:
    """Makes the addresses of the lists: the queue with these filters, whoever's turn it is."""

    always: Mapping[str, str]
    address: str

    def __call__(self, **filters: str) -> str:
        return f"{self.address}?{urlencode({**self.always, 'turn': '', **filters})}"

    def of(self, **filters: str) -> dict[str, str]:
        """The links of one line."""
        return {
            "open": self(**filters),
            "new": self(**filters, pressing="new"),
            "ours": self(**{**filters, "turn": "us"}),
            "theirs": self(**{**filters, "turn": THEM}),
            "late": self(**filters, pressing="late"),
            "due": self(**filters, pressing="week"),
        }


def behind(office: Office) -> Behind:
    """The lists of one office."""
    return Behind({"office": office.slug}, reverse("triage:queue"))


def moment() -> Moment:
    return Moment(timezone.now(), timezone.localdate())


def backlog(user: User) -> list[Open]:
    """Everything open in her office that she may know of; one query."""
    rows = HelpRequest.objects.known_to(user).filter(office_id=user.office_id or 0).open()
    found = rows.values_list(*COLUMNS, "flags", "pk").order_by()
    return [Open(topic or "", *rest) for topic, *rest in found]


def by_topic(rows: Iterable[Open], at: Moment, list_of: Behind) -> list[Line]:
    """Topics in the reader's language, the fullest first."""
    names = {topic.slug: topic.name for topic in topic_names()}
    found = []
    for slug, figures in tallies(rows, at, lambda row: row.topic):
        links = list_of.of(topic=slug, exact="on") if slug else list_of.of(topic=NO_TOPIC)
        found.append(Line(names.get(slug, slug) or _("no topic yet"), figures, links, key=slug))
    return found


def by_person(rows: Iterable[Open], at: Moment, list_of: Behind, staff: list[Carried]) -> list[Line]:
    """Colleagues with requests of their own, also those who have none now; the heaviest first."""
    rows = list(rows)
    limits = {one.user.pk: one.most_weight for one in staff}
    names = {row.owner: row.owner_name or "" for row in rows if row.owner}
    names |= {one.user.pk: one.user.name for one in staff}
    found: dict[UUID | None, Tally] = dict(tallies(rows, at, lambda row: row.owner))
    lines = []
    for key, name in names.items():
        figures, links = found.get(key, Tally()), list_of.of(owner=str(key))
        lines.append(Line(name, figures, links, limits.get(key), str(key)))
    lines.sort(key=lambda line: (-line.tally.weight, line.name))
    if None in found:
        lines.append(Line(_("nobody yet"), found[None], list_of.of(whose="nobody")))
    return lines


def by_city(rows: Iterable[Open], at: Moment, list_of: Behind) -> list[Line]:
    """Places as people wrote them, the fullest first."""
    rows = list(rows)
    written = {row.city.upper(): row.city for row in rows}
    found = tallies(rows, at, lambda row: row.city.upper())[:MOST_CITIES]
    return [
        Line(written[city] or _("not said"), figures, list_of.of(city=written[city] or NO_CITY), key=city)
        for city, figures in found
    ]


def by_language(rows: Iterable[Open], at: Moment, list_of: Behind) -> list[Line]:
    """In which language an answer is needed."""
    return [
        Line(languages.BY_CODE[code].own_name, figures, list_of.of(language=code), key=code)
        for code, figures in tallies(rows, at, lambda row: row.language)
    ]
