"""What goes next and what is kept back: for the nightly work, the dry run and the page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.closing.models import RULE_CHOICES, Certificate
from cases.closing.rules import Rule, digest_of
from cases.legal.models import LegalCase, Membership
from cases.legal.workflow import CaseStatus
from cases.mentoring.models import Mentorship
from cases.mentoring.steps import MentorshipStatus
from cases.requests.models import HelpRequest
from cases.requests.workflow import Outcome, Status, Turn, Urgency
from cases.retention.models import PlannedErasure, RetentionRun
from cases.retention.rules import (
    BRIEF_HOURS,
    KEPT_DAYS,
    SILENT_DAYS,
    plan_from,
)
from cases.volunteering.models import Task
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry

MOST_LISTED = 200
TERM_WORDS = {
    "request": _("A closed request: story, messages, files, notes, contact. 90 days after closing."),
    "spam": _("Spam: 14 days after closing."),
    "case": _("The words of a closed legal case: 90 days after closing. Dates and figures stay."),
    "silent": _("Somebody who is silent: closed after 60 days. The clock stops while an office is awaited."),
    "brief": _("Brief, place and reports of a task: 72 hours after its end."),
    "outbox": _("The list of messages sent: 30 days."),
    "log": _("The access log: 24 months."),
}


def rule_of(help_request: HelpRequest) -> Rule:
    return Rule.SPAM if help_request.outcome == Outcome.SPAM.value else Rule.CLOSED


def to_plan(today: date) -> QuerySet[Any]:
    """Closed requests whose last week begins and that nobody has planned yet; bait requests are kept."""
    spam, closed = _closed_by(plan_from(today, Rule.SPAM)), _closed_by(plan_from(today, Rule.CLOSED))
    is_spam = Q(outcome=Outcome.SPAM.value)
    running = Mentorship.objects.filter(status=MentorshipStatus.RUNNING.value)
    rows = HelpRequest.objects.filter(status=Status.CLOSED.value, planned_erasure=None, canary=None)
    rows = rows.exclude(Exists(running.filter(household__clients=OuterRef("client"))))
    return rows.filter(is_spam & spam | ~is_spam & closed)


def _closed_by(day: date) -> Q:
    """Closed on this day or before, by the clock of the house."""
    after = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return Q(closed_at__lt=after)


def no_longer_due() -> QuerySet[Any]:
    """Plans whose request was opened again, or closed in another way."""
    spam = Q(help_request__outcome=Outcome.SPAM.value)
    other = Q(rule=Rule.SPAM.value) & ~spam | Q(rule=Rule.CLOSED.value) & spam
    return PlannedErasure.objects.filter(~Q(help_request__status=Status.CLOSED.value) | other)


def is_ripe(help_request: HelpRequest, plan: PlannedErasure, today: date) -> bool:
    """Whether it may go now, looked at once more under its lock."""
    if help_request.status != Status.CLOSED.value or help_request.closed_at is None:
        return False
    rule = rule_of(help_request)
    closed_on = timezone.localdate(help_request.closed_at)
    kept = closed_on + timedelta(days=KEPT_DAYS[rule]) > today or rule.value != plan.rule
    return not (kept or plan.due_on > today or plan.is_held(today))


def silent(today: date) -> QuerySet[Any]:
    """Answered long ago, and the day on which she wanted to look again has long gone by as well.

    The clock stops while an office is awaited; whoever was in danger is left to people.
    """
    before = today - timedelta(days=SILENT_DAYS)
    awaited = Membership.objects.filter(left_at=None, help_request=OuterRef("pk"))
    rows = HelpRequest.objects.filter(turn=Turn.CLIENT.value, turn_since__date__lte=before)
    rows = rows.exclude(status__in=[Status.CLOSED.value, Status.REFERRED.value, Status.WITH_VOLUNTEER.value])
    rows = rows.exclude(urgency=Urgency.EMERGENCY.value).exclude(ring_back=True)
    rows = rows.filter(Q(look_again_on=None) | Q(look_again_on__lte=before))
    return rows.exclude(Exists(awaited.filter(office_awaited_since__isnull=False)))


def ended_briefs() -> QuerySet[Any]:
    """Tasks that ended three days ago and whose words are still there."""
    before = timezone.now() - timedelta(hours=BRIEF_HOURS)
    return Task.objects.filter(finished_at__lte=before, task_key__isnull=False)


def ended_cases(today: date) -> QuerySet[Any]:
    """Closed cases without live members whose words are still there; not while a member is held back."""
    kept = Membership.objects.filter(legal_case=OuterRef("pk"))
    held = kept.filter(help_request__planned_erasure__held_until__gte=today)
    rows = LegalCase.objects.filter(status=CaseStatus.CLOSED.value, case_key__isnull=False)
    rows = rows.filter(closed_at__date__lte=today - timedelta(days=KEPT_DAYS[Rule.CLOSED]))
    return rows.exclude(Exists(kept.filter(left_at=None))).exclude(Exists(held))


@dataclass(frozen=True)
class Ahead:
    """The page of a coordinator: her office's plans."""

    by_day: list[tuple[date, int]]
    plans: list[PlannedErasure]
    held: list[PlannedErasure]
    more: int


def ahead(user: User) -> Ahead:
    """What goes in the coming week, and what is held back; two queries."""
    today = timezone.localdate()
    rows = PlannedErasure.objects.visible_to(user).exclude(pk__in=no_longer_due().values("pk"))
    rows = rows.select_related("help_request", "held_by").order_by("due_on", "help_request__code")
    found = list(rows[: MOST_LISTED * 5])
    held = [plan for plan in found if plan.is_held(today)]
    plans = [plan for plan in found if not plan.is_held(today)]
    days = Counter(max(plan.due_on, today) for plan in plans)
    return Ahead(sorted(days.items()), plans[:MOST_LISTED], held, max(0, len(plans) - MOST_LISTED))


def certificate_sums() -> list[tuple[str, int]]:
    """How many certificates there are by rule, in words."""
    rows = Certificate.objects.order_by().values_list("rule").annotate(number=Count("pk"))
    words = dict(RULE_CHOICES)
    return [(str(words[rule]), number) for rule, number in sorted(rows)]


def last_runs() -> list[RetentionRun]:
    return list(RetentionRun.objects.all()[:7])


@dataclass(frozen=True)
class Proof:
    """A certificate looked at again: whether it says what it said, and the log names it."""

    certificate: Certificate
    is_whole: bool
    is_in_log: bool
    log_is_cut: bool  # its entry is older than the log


def proof_of(code: str) -> Proof | None:
    paper = Certificate.objects.filter(code=code.strip().upper()).first()
    if paper is None:
        return None
    said = digest_of(code=paper.code, rule=paper.rule, issued_on=paper.issued_on, counts=paper.counts)
    entry = AccessEntry.objects.filter(pk=paper.entry).first()
    is_in_log = entry is not None and entry.reason.endswith(said)
    first = AccessEntry.objects.order_by("pk").values_list("pk", flat=True).first() or 0
    return Proof(paper, said == paper.digest, is_in_log, paper.entry < first)
