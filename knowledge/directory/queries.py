"""What the directory's pages ask: entries in the reader's language, filters, and what is due for editors."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.dispatch import receiver
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.text.collate import sort_key
from knowledge.articles.models import Topic
from knowledge.articles.queries import WorkItem, WorkList, beside_topic, work_waiting
from knowledge.directory.models import SPOKEN_CHOICES, Service, ServiceKind, ServiceStatus
from knowledge.directory.workflow import ServiceStatus as State

MOST_ON_A_TOPIC = 5
MOST_STALE = 20
FEW = 12  # so many entries are shown open; more are folded by kind
_KIND_ORDER = {kind: place for place, kind in enumerate(ServiceKind.values)}
_STATE_ORDER = {State.ACTIVE: 0, State.UNKNOWN: 1, State.SUSPENDED: 2, State.CLOSED: 3}
_TONES = {State.ACTIVE: "ok", State.UNKNOWN: "plain", State.SUSPENDED: "warn", State.CLOSED: "danger"}
_SPOKEN = dict(SPOKEN_CHOICES)
_TEXTS = ("about", "eligibility", "cost", "hours")


@dataclass(frozen=True)
class Text:
    """A translated sentence and the language it is in; `is_foreign` when that is not the reader's."""

    text: str
    language: str
    is_foreign: bool


@dataclass(frozen=True)
class Entry:
    """A service as one reader sees it."""

    service: Service
    about: Text
    eligibility: Text
    cost: Text
    hours: Text
    status: str | Promise
    tone: str
    is_working: bool

    @property
    def spoken(self) -> list[str]:
        """The languages of service by their own names."""
        return [_SPOKEN.get(code, code) for code in self.service.spoken]

    @property
    def phones(self) -> list[tuple[str, str]]:
        """Each number as it is written and as it is dialled."""
        numbers = [part.strip() for part in self.service.phone.split(",") if part.strip()]
        return [(number, "".join(c for c in number if c.isdigit() or c == "+")) for number in numbers]

    @property
    def web_name(self) -> str:
        """The address without what nobody types."""
        return (
            self.service.web.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
        )


@dataclass(frozen=True)
class Group:
    """Entries of one kind; folded on a long page, never the lines that answer in danger."""

    kind: str
    title: str | Promise
    entries: list[Entry]
    is_open: bool


@dataclass(frozen=True)
class Asked:
    """What a reader filters by; empty fields filter nothing."""

    topic: Topic | None = None
    country: str = ""
    city: str = ""
    language: str = ""

    def __bool__(self) -> bool:
        return any((self.topic, self.country, self.city, self.language))


def entry(service: Service, reader: str) -> Entry:
    """How a reader of this language sees a service."""
    texts = {}
    for name in _TEXTS:
        text, language = service.text_in(name, reader)
        texts[name] = Text(text, language, is_foreign=bool(text) and language != reader)
    state = service.status_today
    label = ServiceStatus(state.value).label
    return Entry(service, **texts, status=label, tone=_TONES[state], is_working=state is State.ACTIVE)


def groups(asked: Asked, reader: str) -> list[Group]:
    """The entries that fit, by kind, in the reader's alphabetical order; stopped ones last. One query."""
    services = Service.objects.about(asked.topic).for_country(asked.country)
    if asked.city:
        services = services.filter(cities__contains=[asked.city])
    if asked.language:
        services = services.filter(spoken__contains=[asked.language])
    found = sorted((entry(service, reader) for service in services), key=lambda it: _order(it, reader))
    few = len(found) <= FEW
    return [
        Group(kind, ServiceKind(kind).label, list(same), few or bool(asked) or kind == "hotline")
        for kind, same in groupby(found, key=lambda it: it.service.kind)
    ]


def _order(it: Entry, reader: str) -> tuple[object, ...]:
    place = _STATE_ORDER[it.service.status_today]
    return _KIND_ORDER[it.service.kind], place // 2, sort_key(it.service.name, reader)


def services_of(topic: Topic, reader: str, country: str = "") -> list[Entry]:
    """A few working services of a topic, for its page. One query."""
    services = Service.objects.about(topic).for_country(country).exclude(status=ServiceStatus.CLOSED)
    found = sorted((entry(service, reader) for service in services), key=lambda it: _nearest(it, reader))
    return [it for it in found if it.service.status_today is not State.SUSPENDED][:MOST_ON_A_TOPIC]


def day_and_night(country: str, reader: str) -> list[Entry]:
    """Lines that answer at night, with a confirmed number, in the reader's language. One query."""
    services = Service.objects.for_country(country).filter(day_and_night=True, contact_verified=True)
    found = sorted((entry(service, reader) for service in services), key=lambda it: _nearest(it, reader))
    return [it for it in found if it.service.shows_contact and it.phones]


@receiver(beside_topic, dispatch_uid="directory")
def answer_topic(*, topic: Topic, reader: str, country: str, **_signal: Any) -> list[Entry]:
    """The topic page is made one floor below and cannot ask us by name."""
    return services_of(topic, reader, country)


def _nearest(it: Entry, reader: str) -> tuple[object, ...]:
    """Working before unknown, checked before stale, then as on the directory's page."""
    state = _STATE_ORDER[it.service.status_today]
    return state, it.service.is_stale, _KIND_ORDER[it.service.kind], sort_key(it.service.name, reader)


def cities(reader: str) -> list[str]:
    """Every city of the directory in the reader's order. One query."""
    every = {city for row in Service.objects.values_list("cities", flat=True) for city in row}
    return sorted(every, key=lambda city: sort_key(city, reader))


def topics() -> list[Topic]:
    """The topics of the first level in the order of the home page. One query."""
    return list(Topic.objects.on_in("").roots())


@dataclass(frozen=True)
class Row:
    """One entry in the editors' list."""

    service: Service
    status: str | Promise
    tone: str
    is_stale: bool


def rows(reader: str) -> list[Row]:
    """Every entry, those to be checked first. One query."""
    found = [
        Row(it.service, it.status, it.tone, it.service.is_stale)
        for it in (entry(service, reader) for service in Service.objects.all())
    ]
    return sorted(found, key=lambda row: (not row.is_stale, sort_key(row.service.name, reader)))


@receiver(work_waiting, dispatch_uid="directory-work")
def answer_work(*, user: User, **_signal: Any) -> list[WorkList]:
    """Entries that nobody checked for a year."""
    if not user.can(Permission.EDIT_SERVICES):
        return []
    stale = [row for row in rows(user.language) if row.is_stale]
    items = [
        WorkItem(
            title=row.service.name,
            url=reverse("knowledge:service_edit", args=[row.service.slug]),
            day=row.service.checked_on,
        )
        for row in stale[:MOST_STALE]
    ]
    title, hint = _("Services to check again"), _("Nobody checked them for a year.")
    more = reverse("knowledge:services")
    return [WorkList("services", title, items, total=len(stale), hint=hint, more_url=more)]
