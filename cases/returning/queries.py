"""Whom to ring, which mailboxes are one person's, and how many came back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from cases.requests.models import Client, HelpRequest
from cases.requests.models.choices import CHANNEL_CHOICES
from cases.requests.workflow import Urgency
from cases.returning.models import ClientLink, ReturnCount, RingBack
from cases.returning.permissions import HAS_NUMBER
from cases.returning.rules import Call
from helpdesk.accounts.models import User

MOST_LISTED = 100
WEEKS = 12
CHANNELS = dict(CHANNEL_CHOICES)


@dataclass(frozen=True)
class CallList:
    """Due calls: those with a number, and those whom only their own page reaches."""

    to_ring: list[HelpRequest]
    silent: list[HelpRequest]


def ring_backs(user: User) -> CallList:
    """Whom to ring today, danger first, then the oldest promise; one query."""
    tried = RingBack.objects.filter(help_request=OuterRef("pk"), outcome=Call.NOT_REACHED.value)
    counted = tried.order_by().values("help_request").annotate(count=Count("pk"), last=Max("made_at"))
    rows = HelpRequest.objects.visible_to(user).ring_backs_due().for_lists()
    rows = rows.annotate(tries=Subquery(counted.values("count")), last_try=Subquery(counted.values("last")))
    due = list(rows.order_by("urgency_rank", "look_again_on", "received_at", "id")[:MOST_LISTED])
    return CallList(
        [row for row in due if row.client.contact_channel in HAS_NUMBER],
        [row for row in due if row.client.contact_channel not in HAS_NUMBER],
    )


def may_be_rung(help_request: HelpRequest) -> bool:
    """Her number may be opened: a call is due, or she is in danger."""
    if help_request.client.contact_channel not in HAS_NUMBER or not help_request.is_open:
        return False
    if help_request.urgency == Urgency.EMERGENCY.value:
        return True
    return HelpRequest.objects.filter(pk=help_request.pk).ring_backs_due().exists()


def calls_of(help_request: HelpRequest) -> QuerySet[RingBack]:
    """What was tried, newest first."""
    return RingBack.objects.filter(help_request=help_request).select_related("made_by")[:10]


def links_of(help_request: HelpRequest, user: User) -> list[ClientLink]:
    """Earlier mailboxes of this person that the reader may know."""
    rows = ClientLink.objects.visible_to(user).filter(newer=help_request.client_id)
    return list(rows.select_related("newer", "older", "made_by", "asked_by", "confirmed_by"))


def earlier_requests(links: Sequence[ClientLink], user: User) -> dict[object, list[HelpRequest]]:
    """What she may open of each older mailbox, by its client; one query for all."""
    found: dict[object, list[HelpRequest]] = {link.older_id: [] for link in links}
    rows = HelpRequest.objects.visible_to(user).filter(client__in=list(found)).select_related("topic")
    for row in rows.order_by("-received_at", "id")[:MOST_LISTED]:
        found[row.client_id].append(row)
    return found


def find_older(words: str, help_request: HelpRequest, user: User) -> Client | None:
    """The mailbox of an alias or a code, as far as she may know of it; kept away and unknown look alike."""
    words = " ".join(words.split())
    rows = HelpRequest.objects.visible_to(user).exclude(client=help_request.client_id)
    rows = rows.filter(Q(code=words.upper()) | Q(client__alias=words.capitalize()))
    row = rows.select_related("client").first()
    return row.client if row else None


def same_contact(help_request: HelpRequest, user: User) -> list[Client]:
    """Other mailboxes with the same contact, by its blind mark."""
    mark = help_request.client.contact_mark
    if mark is None:
        return []
    known = HelpRequest.objects.visible_to(user).values("client")
    twins = Client.objects.filter(contact_mark=bytes(mark), pk__in=known).exclude(pk=help_request.client_id)
    linked = ClientLink.objects.filter(newer=help_request.client_id).values("older")
    return list(twins.exclude(pk__in=linked).order_by("alias")[:5])


@dataclass(frozen=True)
class Week:
    """How many came back in one week, by door."""

    monday: date
    counts: list[int]

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Returns:
    """Twelve weeks of returns within seven days of an answer."""

    doors: list[str]
    weeks: list[Week]


def returns() -> Returns:
    """The counters of the last twelve weeks; one query."""
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS - 1)
    rows = list(ReturnCount.objects.filter(week__gte=first))
    used = {row.channel for row in rows}
    channels = [channel for channel, _words in CHANNEL_CHOICES if channel in used]
    known = {(row.week, row.channel): row.count for row in rows}
    mondays = [monday - timedelta(weeks=ago) for ago in range(WEEKS)]
    weeks = [Week(day, [known.get((day, channel), 0) for channel in channels]) for day in mondays]
    return Returns([str(CHANNELS[channel]) for channel in channels], weeks)
