"""Reading the access log for what is unusual, and the auditor's week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cases.requests.models import HelpRequest
from cases.requests.workflow import Status
from cases.watching.models import Canary, LogCheck, ReadingAlarm
from cases.watching.rules import OLD, SPAN, Opening, is_out_of_hours
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.audit.queries import first_since

REVEAL = "sealing.reveal"
LIST_TAKEN = "request.export_list"
REQUEST = HelpRequest._meta.label_lower
BY_TWO = ("request.unseal", "case.unseal", "client.give_back", "panic.seal", LIST_TAKEN)
MOST_ENTRIES = 5000
TOP = 10


def new_openings(after: int) -> list[AccessEntry]:
    """Looks into requests, and lists taken out, that nobody has judged yet, oldest first."""
    rows = AccessEntry.objects.filter(pk__gt=after, actor_kind=AccessEntry.USER, is_refused=False)
    looks = Q(verb=REVEAL, object_type=REQUEST) | Q(verb=LIST_TAKEN)
    return list(rows.filter(looks).order_by("pk")[:MOST_ENTRIES])


def lists_taken(user: User) -> list[datetime]:
    """When she took a list of requests out of the house within the last day; one query."""
    rows = AccessEntry.objects.filter(actor_kind=AccessEntry.USER, actor_id=str(user.pk), verb=LIST_TAKEN)
    taken = rows.filter(at__gte=timezone.now() - SPAN, is_refused=False).values_list("at", flat=True)
    return [timezone.localtime(at) for at in taken]


def last_entry() -> int:
    return AccessEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def baits_among(entries: Iterable[AccessEntry]) -> set[str]:
    """Ids of requests among these that nobody should open."""
    ids = {UUID(entry.object_id) for entry in entries}
    return {
        str(pk) for pk in Canary.objects.filter(help_request__in=ids).values_list("help_request", flat=True)
    }


def openings_of(user: User) -> list[Opening]:
    """Everything that she opened within the last day, with what makes it unusual; three queries."""
    since = timezone.now() - SPAN
    rows = AccessEntry.objects.filter(actor_kind=AccessEntry.USER, actor_id=str(user.pk), verb=REVEAL)
    rows = rows.filter(object_type=REQUEST, at__gte=since, is_refused=False).order_by("pk")
    entries = list(rows[:MOST_ENTRIES])
    asked = {UUID(entry.object_id) for entry in entries}
    known = {str(row.pk): row for row in _with_own(user, asked)}
    return [_opening(entry, known[entry.object_id], user) for entry in entries if entry.object_id in known]


def _with_own(user: User, ids: set[UUID]) -> QuerySet[Any]:
    """These requests, with whether a live case of hers holds each."""
    live = Q(memberships__left_at=None) & (
        Q(memberships__legal_case__lawyer=user) | Q(memberships__legal_case__grants__user=user)
    )
    mine = set(HelpRequest.objects.filter(live, pk__in=ids).values_list("pk", flat=True))
    rows = HelpRequest.objects.filter(pk__in=ids).defer("story", "answers")
    for row in rows:
        row.in_own_case = row.pk in mine
    return rows


def _opening(entry: AccessEntry, row: Any, user: User) -> Opening:
    """One's own queue is free: what is assigned to her, stands in her case, or waits open in her office."""
    is_closed = row.status == Status.CLOSED.value
    waits_here = not is_closed and row.office_id == user.office_id and row.assigned_to_id is None
    return Opening(
        entry=entry.pk,
        at=timezone.localtime(entry.at),
        request_id=entry.object_id,
        is_own=row.assigned_to_id == user.pk or row.in_own_case or waits_here,
        is_closed=is_closed,
        is_foreign=row.office_id != user.office_id,
        is_old=timezone.now() - row.received_at > OLD,
    )


@dataclass(frozen=True)
class Week:
    """What an auditor reads on Monday: people and how often, nothing of anybody's words."""

    monday: date
    readers: list[tuple[str, int]]
    out_of_hours: list[tuple[str, int]]
    refusals: list[tuple[str, int]]
    by_two: list[tuple[str, int]]
    break_glass: int
    budget: list[tuple[str, int]]
    alarms: list[ReadingAlarm]
    checks: list[LogCheck]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week(monday: date) -> Week:
    """One week of the log; rows are found by their number, which grows with time."""
    start, end = (_midnight(monday + timedelta(days=days)) for days in (0, 7))
    rows = AccessEntry.objects.filter(pk__gte=first_since(start), pk__lt=first_since(end)).order_by()
    people = rows.filter(actor_kind=AccessEntry.USER)
    reads = people.filter(verb=REVEAL, is_refused=False)
    late: Counter[str] = Counter()
    for actor, at, number in reads.values_list("actor_id", "at").annotate(number=Count("pk")).iterator():
        if is_out_of_hours(timezone.localtime(at)):
            late[actor] += number
    refused = people.filter(is_refused=True)
    two = people.filter(verb__in=BY_TWO)
    raised = ReadingAlarm.objects.filter(raised_at__gte=start, raised_at__lt=end).select_related("user")
    return Week(
        monday=monday,
        readers=_named(_count(reads)),
        out_of_hours=_named(late),
        refusals=_named(_count(refused.exclude(reason="budget"))),
        by_two=sorted(Counter(two.values_list("verb", flat=True)).items()),
        break_glass=people.filter(verb__contains="break_glass").count(),
        budget=_named(_count(refused.filter(reason="budget"))),
        alarms=list(raised),
        checks=list(LogCheck.objects.filter(checked_at__gte=start, checked_at__lt=end)),
    )


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _count(rows: QuerySet[Any]) -> Counter[str]:
    return Counter(dict(rows.values_list("actor_id").annotate(number=Count("pk"))))


def _named(found: Counter[str]) -> list[tuple[str, int]]:
    top = found.most_common(TOP)
    people = User.objects.filter(pk__in=[UUID(actor) for actor, _number in top])
    names = {str(pk): name for pk, name in people.values_list("pk", "name")}
    return [(names.get(actor, actor), number) for actor, number in top]


def canary_count() -> int:
    return Canary.objects.count()
