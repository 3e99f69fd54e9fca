"""Sums that stay of what was done for people who are being erased, so that reports still agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from cases.legal.models import Invitation
from cases.legal.workflow import InvitationState
from cases.referrals.models import Referral
from cases.referrals.workflow import ReferralStatus
from cases.requests.models import HelpRequest
from cases.requests.workflow import SEALED_OFF
from cases.volunteering.models import Task
from cases.volunteering.workflow import ClaimState, TaskStatus

ADD = """
INSERT INTO cases_outputtally (month, office_id, topic_id, funder_id, kind, detail, number, minutes)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (month, office_id, topic_id, funder_id, kind, detail) DO UPDATE
SET number = cases_outputtally.number + EXCLUDED.number,
    minutes = cases_outputtally.minutes + EXCLUDED.minutes
"""


Rows = dict[UUID, HelpRequest]


class Line(NamedTuple):
    """Which sum something belongs to."""

    month: date
    office: int
    topic: int | None
    funder: UUID | None
    kind: str
    detail: str


def tally_outputs(requests: Sequence[HelpRequest], mentorships: QuerySet[Any]) -> None:
    """Adds what hangs on these requests to the sums; called in the transaction that erases them."""
    number: Counter[Line] = Counter()
    minutes: Counter[Line] = Counter()
    for line, count, spent in _outputs(requests, mentorships):
        number[line] += count
        minutes[line] += spent
    rows = sorted(number, key=str)  # one order for all, so that two runs never wait for one another
    with connection.cursor() as cursor:  # added by the database: two runs at once lose nothing
        cursor.executemany(ADD, [(*line, number[line], minutes[line]) for line in rows])


def _outputs(requests: Sequence[HelpRequest], mentorships: QuerySet[Any]) -> Iterator[tuple[Line, int, int]]:
    by_id = {row.pk: row for row in requests}
    known = {pk: row for pk, row in by_id.items() if row.sensitivity < SEALED_OFF}
    for row in known.values():
        for flag in row.flags:
            yield _line(row, row.received_at, "flag", flag), 1, 0
    yield from _referrals(by_id, known)
    yield from _seats(by_id, known)
    yield from _tasks(by_id)
    for month in mentorships:
        start = month.starts_on.replace(day=1)
        yield Line(start, month.office_id, None, None, "mentorship", month.outcome), 1, 0


def _referrals(by_id: Rows, known: Rows) -> Iterator[tuple[Line, int, int]]:
    """What was sealed off counts as sent; by which way, or why not, would say something of it."""
    rows = Referral.objects.filter(help_request__in=list(by_id)).order_by()
    for one in rows.only("help_request", "aim", "made_at", "status", "why_not", "answered_at"):
        row, is_known = by_id[one.help_request_id], one.help_request_id in known
        kind = "referral" if is_known else "referral_off"
        yield _line(row, one.made_at, kind, one.aim if is_known else ""), 1, 0
        if is_known and one.status == ReferralStatus.DECLINED.value and one.answered_at:
            yield _line(row, one.answered_at, "unmet", f"declined_{one.why_not}"[:24]), 1, 0


def _seats(by_id: Rows, known: Rows) -> Iterator[tuple[Line, int, int]]:
    states = [InvitationState.ATTENDED.value, InvitationState.WAITING.value]
    rows = Invitation.objects.filter(membership__help_request__in=list(by_id), state__in=states)
    names = ("membership__help_request", "state", "consultation__starts_at", "consultation__funder", "seats")
    for pk, state, starts_at, funder, seats in rows.order_by().values_list(*names):
        if state == InvitationState.ATTENDED.value:
            yield _line(by_id[pk], starts_at, "attended", "")._replace(funder=funder), seats, 0
        elif pk in known:
            yield _line(by_id[pk], starts_at, "unmet", "no_seat"), 1, 0


def _tasks(by_id: Rows) -> Iterator[tuple[Line, int, int]]:
    done = Task.objects.filter(help_request__in=list(by_id), status=TaskStatus.DONE.value).order_by()
    ended = Q(claims__state=ClaimState.DONE.value)
    for task in done.annotate(spent=Sum("claims__hours_spent", filter=ended)):
        line = _line(by_id[task.help_request_id], task.finished_at or task.made_at, "task", task.kind)
        line = line._replace(office=task.office_id, funder=task.funder_id)
        yield line, 1, int((task.spent or 0) * 60)


def _line(row: HelpRequest, at: datetime, kind: str, detail: str) -> Line:
    month = timezone.localtime(at).date().replace(day=1)
    return Line(month, row.office_id, row.topic_id, row.funder_id, kind, detail)
