"""Sums that stay of what was done for people who are being erased, so that reports still agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, Sum
from django.utils import timezone

from cases.legal.models import Invitation
from cases.legal.workflow import InvitationState
from cases.referrals.models import Referral
from cases.requests.models import HelpRequest
from cases.volunteering.models import Task
from cases.volunteering.workflow import TaskStatus

ADD = """
INSERT INTO cases_outputtally (month, office_id, topic_id, funder_id, kind, detail, number, minutes)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT (month, office_id, topic_id, funder_id, kind, detail) DO UPDATE
SET number = cases_outputtally.number + EXCLUDED.number,
    minutes = cases_outputtally.minutes + EXCLUDED.minutes
"""


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
    for row in requests:
        for flag in row.flags:
            yield _line(row, row.received_at, "flag", flag, funder=row.funder_id), 1, 0
    referred = Referral.objects.filter(help_request__in=requests).order_by()
    for pk, aim, made_at in referred.values_list("help_request", "aim", "made_at"):
        yield _line(by_id[pk], made_at, "referral", aim, funder=by_id[pk].funder_id), 1, 0
    came = Invitation.objects.filter(
        membership__help_request__in=requests, state=InvitationState.ATTENDED.value
    )
    seen = came.values_list(
        "membership__help_request", "consultation__starts_at", "seats", "consultation__funder"
    )
    for pk, starts_at, seats, funder in seen:
        yield _line(by_id[pk], starts_at, "attended", "")._replace(funder=funder), seats, 0
    yield from _tasks(by_id)
    for month in mentorships:
        start = month.starts_on.replace(day=1)
        yield Line(start, month.office_id, None, None, "mentorship", month.outcome), 1, 0


def _tasks(by_id: dict[Any, HelpRequest]) -> Iterator[tuple[Line, int, int]]:
    done = Task.objects.filter(help_request__in=list(by_id), status=TaskStatus.DONE.value).order_by()
    for task in done.annotate(spent=Sum("claims__hours_spent")):
        row = by_id[task.help_request_id]
        line = _line(row, task.finished_at or task.made_at, "task", task.kind)
        yield line._replace(funder=task.funder_id), 1, int((task.spent or 0) * 60)


def _line(row: HelpRequest, at: datetime, kind: str, detail: str, *, funder: int | None) -> Line:
    month = timezone.localtime(at).date().replace(day=1)
    return Line(month, row.office_id, row.topic_id, row.funder_id, kind, detail)
