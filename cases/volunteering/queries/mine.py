"""A volunteer's own page: her tasks with what came of them, offers, her places in line, and her week."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from icalendar import Calendar, Event

from cases.relay.models import Conversation
from cases.relay.rules import Purpose
from cases.requests.workflow import Status
from cases.volunteering.models import CAME_OF_CHOICES, WEEKDAY_CHOICES, Break, Claim, Offer, PlaceInLine, Task
from cases.volunteering.queries.load import LIVE
from cases.volunteering.rules import CAME_OF_OUTCOME
from cases.volunteering.workflow import CAME_DAYS, ClaimState, OfferAnswer
from helpdesk.accounts.models import User

WEEK_DAYS = 7
LINES = dict(CAME_OF_CHOICES)


@dataclass(frozen=True)
class MyClaim:
    """One of her tasks: what it was, its conversation while it lives, and what came of it."""

    claim: Claim
    talk: UUID | None = None
    came: str = ""


def my_tasks(user: User) -> list[MyClaim]:
    """What she holds first, then the last ones that ended. Two queries."""
    claims = _claims(user).select_related("task__help_request")
    rows = list(claims.order_by(F("ended_at").desc(nulls_first=True), "-claimed_at")[:40])
    talks = _talks(user) if any(row.state == ClaimState.APPROVED.value for row in rows) else {}
    return [MyClaim(row, _talk(row, talks), came_of(row)) for row in rows]


def _claims(user: User) -> QuerySet[Claim]:
    rows: QuerySet[Claim] = Claim.objects.filter(volunteer=user, task__in=Task.objects.known_to(user))
    return rows


def _talks(user: User) -> dict[UUID, UUID]:
    rows = Conversation.objects.visible_to(user).live().filter(helper=user, purpose=Purpose.TASK.value)
    return dict(rows.values_list("client_id", "pk"))


def _talk(claim: Claim, talks: dict[UUID, UUID]) -> UUID | None:
    """With the yes to a task that has contact there is a conversation."""
    help_request = claim.task.help_request
    if claim.state != ClaimState.APPROVED.value or help_request is None or claim.task.tier == 0:
        return None
    return talks.get(help_request.client_id)


def came_of(claim: Claim) -> str:
    """One neutral line about what came of a task that she has finished, for three months."""
    task, since = claim.task, timezone.now() - timedelta(days=CAME_DAYS)
    if claim.state != ClaimState.DONE.value:
        return ""
    if task.came_of:
        return str(LINES[task.came_of]) if task.came_at is not None and task.came_at >= since else ""
    request = task.help_request
    if request is None or request.status != Status.CLOSED.value or request.closed_at is None:
        return ""
    line = CAME_OF_OUTCOME.get(request.outcome, "")
    return str(LINES[line]) if line and request.closed_at >= since else ""


def my_offers(user: User) -> list[Offer]:
    """Tasks that were brought to her and are still to be had."""
    shown = Task.objects.visible_to(user).open().filter(closes_on__gte=timezone.localdate())
    rows = Offer.objects.filter(volunteer=user, answer=OfferAnswer.NONE.value, task__in=shown)
    return list(rows.select_related("task")[:10])


def my_places(user: User) -> list[PlaceInLine]:
    """Where she waits, should it be free again."""
    alive = Task.objects.known_to(user).filter(finished_at=None)
    rows = PlaceInLine.objects.filter(volunteer=user, task__in=alive)
    return list(rows.select_related("task"))


@dataclass
class Day:
    """One day of her week."""

    on: date
    is_break: bool = False
    claims: list[Claim] = field(default_factory=list)

    @property
    def weekday(self) -> str:
        return str(dict(WEEKDAY_CHOICES)[str(self.on.isoweekday())])


@dataclass(frozen=True)
class Week:
    """Seven days, and what she holds without a day. Two queries."""

    days: list[Day]
    any_day: list[Claim]


def week_of(user: User, first: date) -> Week:
    rows = list(_claims(user).filter(state__in=LIVE).select_related("task").order_by("task__on_date", "pk"))
    last = first + timedelta(days=WEEK_DAYS - 1)
    breaks = list(Break.objects.filter(profile_id=user.pk, from_on__lte=last, to_on__gte=first))
    days = []
    for number in range(WEEK_DAYS):
        on = first + timedelta(days=number)
        rests = any(one.from_on <= on <= one.to_on for one in breaks)
        days.append(Day(on, rests, [row for row in rows if row.task.on_date == on]))
    return Week(days, [row for row in rows if row.task.on_date is None])


def calendar_of(user: User) -> bytes:
    """Her tasks of a day for a calendar outside: kind, day and code; no place, no names, no hour."""
    calendar = Calendar()
    calendar.add("prodid", "-//Ganak//EN")
    calendar.add("version", "2.0")
    approved = _claims(user).filter(state=ClaimState.APPROVED.value, task__on_date__isnull=False)
    for claim in approved.select_related("task").order_by("task__on_date", "pk"):
        event = Event()
        event.add("uid", f"{claim.pk}@ganak")
        event.add("dtstamp", claim.claimed_at)
        event.add("dtstart", claim.task.on_date)
        event.add("summary", f"{claim.task.get_kind_display()} {claim.task.code}")
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written
