"""What was done, counted exactly by month, office and funder: live rows and what stays of the erased."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth

from cases.closing.models import OutputTally
from cases.funding.rules import Measure
from cases.legal.models import Consultation, Invitation, LegalCase
from cases.legal.workflow import InvitationState
from cases.mentoring.models import Mentorship
from cases.referrals.models import Referral
from cases.reports.rules import HELPED, NOT_HELPED, READ
from cases.volunteering.models import Claim, Task
from cases.volunteering.workflow import ClaimState, TaskStatus
from knowledge.feedback.models import Helpfulness
from knowledge.reading.models import ArticleReads
from knowledge.reading.rules import Span

TALLIED = {
    "attended": Measure.CAME.value,
    "task": Measure.TASKS.value,
    "mentorship": Measure.MENTORSHIPS.value,
    "referral": Measure.REFERRALS.value,
    "referral_off": Measure.REFERRALS.value,  # of sealed off requests: how many, never what for
}


class Output(NamedTuple):
    """Which sum something belongs to; hours are counted in minutes."""

    month: date
    office: int | None
    funder: UUID | None
    kind: str
    detail: str


def outputs(until: datetime) -> Counter[Output]:
    """All sums up to this moment. One query for each kind; nothing of a person is read."""
    found: Counter[Output] = Counter()
    kinds = (_legal(until), _volunteers(until), _others(until), _articles(), _erased(until.date()))
    for line, number in chain.from_iterable(kinds):
        found[line] += number
    return found


def _grouped(rows: Any, kind: str, at: str, *, number: Any, **names: str) -> Iterator[tuple[Output, int]]:
    office, funder = names.get("office", "office"), names.get("funder", "funder")
    keys = {"the_month": TruncMonth(at), "the_office": F(office)}
    keys["the_funder"] = F(funder) if funder else F(office)
    if detail := names.get("detail"):
        keys["the_detail"] = F(detail)
    for row in rows.order_by().values(**keys).annotate(number=number):
        month = row["the_month"]
        month = month.date() if isinstance(month, datetime) else month
        tag = row["the_funder"] if funder else None
        yield Output(month, row["the_office"], tag, kind, row.get("the_detail", "")), int(row["number"] or 0)


def _legal(until: datetime) -> Iterator[tuple[Output, int]]:
    cases = LegalCase.objects.filter(opened_at__lt=until)
    yield from _grouped(cases, Measure.CASES.value, "opened_at", number=Count("pk"))
    held = Consultation.objects.filter(starts_at__lt=until, cancelled_at=None)
    place = {"office": "legal_case__office"}
    yield from _grouped(held, Measure.CONSULTATIONS.value, "starts_at", number=Count("pk"), **place)
    came = Invitation.objects.filter(state=InvitationState.ATTENDED.value)
    names = {"office": "membership__help_request__office", "funder": "consultation__funder"}
    at = "consultation__starts_at"
    yield from _grouped(came, Measure.CAME.value, at, number=Sum("seats"), **names)


def _volunteers(until: datetime) -> Iterator[tuple[Output, int]]:
    done = Task.objects.filter(status=TaskStatus.DONE.value, finished_at__lt=until)
    yield from _grouped(done, Measure.TASKS.value, "finished_at", number=Count("pk"), detail="kind")
    spent = Claim.objects.filter(
        state=ClaimState.DONE.value, task__in=done.values("pk"), hours_spent__isnull=False
    )
    names = {"office": "task__office", "funder": "task__funder"}
    minutes = Sum("hours_spent") * 60
    yield from _grouped(spent, Measure.HOURS.value, "task__finished_at", number=minutes, **names)
    months = Mentorship.objects.filter(starts_on__lt=until.date())
    yield from _grouped(months, Measure.MENTORSHIPS.value, "starts_on", number=Count("pk"), funder="")


def _articles() -> Iterator[tuple[Output, int]]:
    """Opened pages by their language, and answers under them: of no office and no grant."""
    opened = ArticleReads.objects.filter(span=Span.MONTH.value).order_by().values("begins_on", "language")
    for row in opened.annotate(number=Sum("reads")):
        yield Output(row["begins_on"], None, None, READ, row["language"]), row["number"]
    voted = Helpfulness.objects.order_by().values("month").annotate(yes=Sum("helped"), no=Sum("unhelpful"))
    for votes in voted:
        yield Output(votes["month"], None, None, HELPED, ""), votes["yes"]
        yield Output(votes["month"], None, None, NOT_HELPED, ""), votes["no"]


def _others(until: datetime) -> Iterator[tuple[Output, int]]:
    sent = Referral.objects.filter(made_at__lt=until)
    names = {"office": "help_request__office", "funder": "help_request__funder"}
    yield from _grouped(sent, Measure.REFERRALS.value, "made_at", number=Count("pk"), **names)


def _erased(today: date) -> Iterator[tuple[Output, int]]:
    for row in OutputTally.objects.filter(kind__in=sorted(TALLIED), month__lte=today):
        kind = TALLIED[row.kind]
        detail = row.detail if kind == Measure.TASKS.value else ""  # what sorts people is told by the gateway
        line = Output(row.month, row.office_id, row.funder_id, kind, detail)
        yield line, row.number
        if row.minutes:
            yield line._replace(kind=Measure.HOURS.value, detail=""), row.minutes
