"""The queue: what an operator asks to see, one page of it by keyset, and what arrived meanwhile."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, prefetch_related_objects

from cases.requests.models import Event, HelpRequest, HelpRequestQuerySet
from cases.requests.workflow import OPEN, Status, Turn
from cases.triage.models import SavedView
from cases.triage.queries.parts import FLAG_WORDS, suggestion_of
from cases.triage.queries.pressing import ANY, NO_CITY, NO_TOPIC, PRESSING, THEM, of_age
from cases.triage.suggestions import label_of, proposals_for
from helpdesk.accounts.models import User

PAGE = 50
MOST_NEW = 99
ARRIVALS = ("received", "client_wrote")
NEED = ("urgency_rank", "deadline_key", "care_rank", "received_at", "id")


@dataclass(frozen=True)
class Wanted:
    """What somebody asks the queue for; the defaults are what needs us."""

    office: str = ""
    topic: str = ""
    language: str = ""
    turn: str = Turn.US.value
    flag: str = ""
    whose: str = "all"
    status: str = "open"
    find: str = ""
    pressing: str = ""  # late, week (a deadline within one), new
    age: str = ""  # the day at which a band of age begins
    owner: str = ""
    city: str = ""
    exact: bool = False  # the topic itself, as decided: not those below it, not a suggestion


@dataclass
class Page:
    """One page of the queue and the mark of its last row, if there is more."""

    rows: list[HelpRequest] = field(default_factory=list)
    next_mark: str = ""


def queue(user: User, wanted: Wanted) -> HelpRequestQuerySet:
    """The requests asked for, unordered. A code or alias finds a closed one, too, whatever else is asked."""
    rows = HelpRequest.objects.visible_to(user)
    if wanted.find:
        words = " ".join(wanted.find.split())
        return rows.filter(Q(code=words.upper()) | Q(client__alias=words.capitalize()))
    if wanted.status != ANY:
        rows = rows.open() if wanted.status == "open" else rows.filter(status=wanted.status)
    if wanted.turn and wanted.status in {"open", *(status.value for status in OPEN)}:
        ours = Q(turn=Turn.US.value)
        rows = rows.filter(~ours if wanted.turn == THEM else Q(turn=wanted.turn))
    return rows.filter(_whose(user, wanted), _what(wanted), _how_long(wanted))


def _whose(user: User, wanted: Wanted) -> Q:
    found = Q(office__slug=wanted.office) if wanted.office else Q()
    if wanted.whose == "mine":
        found &= Q(assigned_to=user)
    elif wanted.whose == "nobody":
        found &= Q(assigned_to=None)
    if wanted.owner:
        found &= Q(assigned_to=wanted.owner)
    return found


def _what(wanted: Wanted) -> Q:
    found = _topic(wanted) if wanted.topic else Q()
    if wanted.language:
        found &= Q(language=wanted.language)
    if wanted.city:
        found &= Q(city="") if wanted.city == NO_CITY else Q(city__iexact=wanted.city)
    if wanted.flag:
        found &= Q(flags__contains=[wanted.flag]) | _undecided(flags__contains=[wanted.flag])
    return found


def _topic(wanted: Wanted) -> Q:
    if wanted.topic == NO_TOPIC:
        return Q(topic=None)
    return Q(topic__slug=wanted.topic) if wanted.exact else about(wanted.topic)


def _how_long(wanted: Wanted) -> Q:
    found = PRESSING[wanted.pressing]() if wanted.pressing else Q()
    return found & of_age(int(wanted.age)) if wanted.age else found


def about(slug: str) -> Q:
    """The topic itself, a topic below it, or the one suggested while nobody has decided."""
    return Q(topic__slug=slug) | Q(topic__parent__slug=slug) | Q(topic=None, suggestion__topic__slug=slug)


def _undecided(**suggested: Any) -> Q:
    return Q(status=Status.NEW.value, **{f"suggestion__{name}": value for name, value in suggested.items()})


def page(user: User, wanted: Wanted, mark: str = "", size: int = PAGE) -> Page:
    """The rows after `mark` in order of need, closed ones newest first; never an OFFSET, never a COUNT."""
    rows = queue(user, wanted).for_lists().select_related("suggestion__topic").defer("story")
    order: tuple[str, ...]
    if wanted.status == Status.CLOSED.value and not wanted.find:
        rows, order = rows.order_by("-closed_at", "-id"), ("closed_at", "id")
    else:
        rows, order = rows.in_order_of_need(), NEED
    descending = order[0] == "closed_at"
    values = _read_mark(mark, order)
    if values:
        rows = rows.filter(_beyond(order, values, descending=descending))
    found = list(rows[: size + 1])
    for row in found:
        dress(row)
    next_mark = _mark_of(found[size - 1], order) if len(found) > size else ""
    return Page(found[:size], next_mark)


def _beyond(order: tuple[str, ...], values: list[Any], *, descending: bool) -> Q:
    """Rows that come later: a greater first column, or the same and a greater second one, and so on."""
    step = "lt" if descending else "gt"
    later = Q()
    for place, name in enumerate(order):
        same = {before: values[index] for index, before in enumerate(order[:place])}
        later |= Q(**same, **{f"{name}__{step}": values[place]})
    return Q(**{f"{order[0]}__{step}e": values[0]}) & later


def _mark_of(row: HelpRequest, order: tuple[str, ...]) -> str:
    values = [getattr(row, name) for name in order]
    plain = [value.isoformat() if isinstance(value, date) else str(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps(plain).encode()).decode().rstrip("=")


def _read_mark(mark: str, order: tuple[str, ...]) -> list[Any]:
    """The values of a mark; an unreadable one starts at the beginning."""
    if not mark:
        return []
    readers: dict[str, Callable[[Any], Any]] = {
        "urgency_rank": int,
        "care_rank": int,
        "deadline_key": date.fromisoformat,
        "received_at": datetime.fromisoformat,
        "closed_at": datetime.fromisoformat,
        "id": UUID,
    }
    try:
        plain = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        return [readers[name](value) for name, value in zip(order, plain, strict=True)]
    except (ValueError, TypeError, binascii.Error):
        return []


def dress(row: HelpRequest) -> HelpRequest:
    """Puts the words on a row that templates show: flags by name; the topic, marked if only suggested."""
    suggestion = suggestion_of(row)
    is_new = row.status == Status.NEW.value
    flags = list(row.flags) + [
        flag for flag in (suggestion.flags if suggestion and is_new else []) if flag not in row.flags
    ]
    row.flag_words = [FLAG_WORDS.get(flag, flag) for flag in flags]  # type: ignore[attr-defined]
    row.shown_topic = row.topic or (suggestion.topic if suggestion else None)  # type: ignore[attr-defined]
    row.is_guess = row.topic is None and row.shown_topic is not None  # type: ignore[attr-defined]
    return row


def newest_event() -> int:
    """The id of the last event anywhere: what came later is an arrival. Ids tell no time, unlike moments."""
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


def arrivals(user: User, since: int) -> int:
    """How many requests came in or were written to after this event, at most a hundred."""
    visible = HelpRequest.objects.visible_to(user).values("pk")
    newer = Event.objects.filter(id__gt=since, kind__in=ARRIVALS, help_request__in=visible)
    return len(set(newer.values_list("help_request_id", flat=True)[: MOST_NEW + 1]))


def saved_views(user: User) -> list[SavedView]:
    """Her own views, in the order in which she made them."""
    return list(SavedView.objects.visible_to(user))


@dataclass(frozen=True)
class LooksSame:
    """Another proposed group that seems to have the same problem."""

    number: int
    label: str
    members: list[HelpRequest]


@dataclass(frozen=True)
class ProposedGroup:
    """A proposed group as the page shows it; `alike`: groups that look the same, with number and label."""

    pk: UUID
    label: str
    country: str
    members: list[HelpRequest]
    alike: list[LooksSame]


def proposed_groups(user: User) -> list[ProposedGroup]:
    """The proposed groups of her office with the open members she may see, in order of need."""
    proposals = proposals_for(user)
    may_see = HelpRequest.objects.visible_to(user).ungrouped()
    members = may_see.for_lists().defer("story").in_order_of_need()
    prefetch_related_objects(proposals, Prefetch("members", queryset=members, to_attr="seen"))
    shown = [proposal for proposal in proposals if len(proposal.seen) > 1]  # type: ignore[attr-defined]
    seen = {
        one.pk: LooksSame(number, label_of(one.traits), one.seen)  # type: ignore[attr-defined]
        for number, one in enumerate(shown, start=1)
    }
    return [
        ProposedGroup(
            pk=one.pk,
            label=seen[one.pk].label,
            country=one.get_country_display(),
            members=seen[one.pk].members,
            alike=[seen[other.pk] for other in one.alike.all() if other.pk in seen],
        )
        for one in shown
    ]
