"""The Monday page: what changed, what is due, who rests, what is not as usual, and whose money runs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, F, Q, QuerySet, Value, When
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.alarms.queries.lines import AlarmLine, alarms_since
from cases.funding.models import Funder
from cases.joining.queries.people import Person, people_by_state
from cases.legal.models import CaseGrant, Consultation, Deadline, LegalCase, Membership
from cases.moving.models import Absence
from cases.referrals.models import Referral
from cases.requests.queries import topic_names
from cases.rest.models import RestSignal
from cases.volunteering.models import Break
from cases.workload.queries.days import figures_by_topic
from cases.workload.queries.live import midnight
from cases.workload.rules import monday_of
from cases.workload.rules.days import Figures
from helpdesk.accounts.models import User

MOST = 30  # of each list; the rest is one click away
TOPICS_SHOWN = 3
LEAST_CHANGE = 3
REVIEW = "review"  # beside the kinds of deadlines


HAS_LEFT = Q(membership__left_at__isnull=False)
LAWYER = ("lawyer__name", "assigned_to__name")


@dataclass(frozen=True)
class Changed:
    """One figure of these days and of the same days a week before."""

    name: str
    now: int
    before: int

    @property
    def difference(self) -> int:
        return self.now - self.before


@dataclass(frozen=True)
class DeadlineLine:
    """One day of one member of one case; without a date it is unknown, and not confirmed.

    Of somebody who has left, her request takes the place of the case, and whoever has it that of the lawyer.
    """

    due_on: date | None
    what: str
    pk: UUID
    code: str
    lawyer: str
    is_confirmed: bool
    is_left: bool


@dataclass(frozen=True)
class RestLine:
    """One person who rests, or should, from one day to another."""

    what: str
    name: str
    first: date
    last: date
    sign: str


@dataclass(frozen=True)
class Due:
    """What has its day this week."""

    deadlines: list[DeadlineLine]
    consultations: list[Consultation]
    referrals: list[Referral]
    grants: int
    renewals: list[Person]

    @property
    def is_empty(self) -> bool:
        return not (self.deadlines or self.consultations or self.referrals or self.grants or self.renewals)


@dataclass(frozen=True)
class Resting:
    """Whoever is not to be given more this week."""

    absences: list[RestLine]
    breaks: list[RestLine]
    over: list[Person]
    signals: list[RestLine]

    @property
    def is_empty(self) -> bool:
        return not (self.absences or self.breaks or self.over or self.signals)


@dataclass(frozen=True)
class Monday:
    """Everything on the page."""

    since: date
    until: date
    week_ends: date
    changed: list[Changed]
    topics: list[Changed]
    alarms: list[AlarmLine]
    ended: list[AlarmLine]
    due: Due
    resting: Resting
    funders: list[Funder]


def monday(user: User, today: date | None = None) -> Monday:
    """The page of this coordinator's office; on a Monday it tells of the week that has ended."""
    today = today or timezone.localdate()
    since, until = monday_of(today - timedelta(days=1)), today - timedelta(days=1)
    ends = monday_of(today) + timedelta(days=6)
    changed, topics = _changes(user, since, until)
    still, ended = alarms_since(user, midnight(since))
    people = people_by_state(user)
    return Monday(
        since=since,
        until=until,
        week_ends=ends,
        changed=changed,
        topics=topics,
        alarms=still,
        ended=ended,
        due=_due(user, today, ends, people),
        resting=_resting(user, today, ends, people),
        funders=list(Funder.objects.visible_to(user).running(today)),
    )


def _changes(user: User, since: date, until: date) -> tuple[list[Changed], list[Changed]]:
    week = timedelta(days=7)
    days = figures_by_topic(user.office_id or 0, since=since - week, until=until)
    now = {topic: _sum(found, since, until) for topic, found in days.items()}
    before = {topic: _sum(found, since - week, until - week) for topic, found in days.items()}
    ours, theirs = _all(now.values()), _all(before.values())
    figures = [
        Changed(_("came"), ours.arrivals, theirs.arrivals),
        Changed(_("closed"), ours.closings, theirs.closings),
        Changed(_("open at the end"), ours.open, theirs.open),
    ]
    names = {topic.pk: topic.name for topic in topic_names()}
    topics = [
        Changed(names[topic], now[topic].arrivals, before[topic].arrivals) for topic in now if topic in names
    ]
    topics = [one for one in topics if abs(one.difference) >= LEAST_CHANGE]
    return figures, sorted(topics, key=lambda one: (-abs(one.difference), one.name))[:TOPICS_SHOWN]


def _sum(days: dict[date, Figures], first: date, last: date) -> Figures:
    """What came and went from the first to the last day, and what was open at the end of the last."""
    within = [figures for day, figures in days.items() if first <= day <= last]
    came, went = sum(one.arrivals for one in within), sum(one.closings for one in within)
    return Figures(came, went, days.get(last, Figures()).open)


def _all(figures: Any) -> Figures:
    rows = list(figures)
    return Figures(*(sum(column) for column in zip(*rows, strict=True))) if rows else Figures()


def _due(user: User, today: date, ends: date, people: list[Person]) -> Due:
    cases = LegalCase.objects.visible_to(user).filter(office_id=user.office_id or 0).values("pk")
    deadlines, grants = _in_cases(user, cases, ends)
    consultations = Consultation.objects.filter(
        legal_case__in=cases,
        cancelled_at=None,
        starts_at__gte=midnight(today),
        starts_at__lt=midnight(ends + timedelta(days=1)),
    )
    referrals = Referral.objects.visible_to(user).due_by(ends)
    return Due(
        deadlines=deadlines[:MOST],
        consultations=list(consultations.select_related("legal_case").order_by("starts_at", "pk")[:MOST]),
        referrals=list(referrals.select_related("partner", "help_request").order_by("due_on", "pk")[:MOST]),
        grants=grants,
        renewals=[one for one in people if one.profile.renew_on and one.profile.renew_on <= ends],
    )


def _in_cases(user: User, cases: Any, ends: date) -> tuple[list[DeadlineLine], int]:
    """Deadlines of members, and how many accesses have to be looked at again. One query for both."""
    known = Deadline.objects.filter(
        membership__in=Membership.objects.known_to(user).filter(legal_case__in=cases)
    )
    days = known.unfinished().due_by(ends) | known.carried().due_by(ends)
    rows = days.order_by().values_list(
        Coalesce("due_on", "counted_to"),
        "kind",
        *(_case_or_request(*names) for names in (("pk", "pk"), ("code", "code"), LAWYER)),
        _is(Q(confirmed_at__isnull=False)),
        _is(HAS_LEFT),
    )
    grants = CaseGrant.objects.live().named().filter(legal_case__office=user.office_id or 0)
    grants = grants.filter(Q(asked_at__isnull=False) | Q(until__lte=ends))
    review = Value(REVIEW, output_field=CharField())
    others = grants.annotate(what=review, who=Cast("pk", CharField())).values_list(
        "until", "what", "legal_case__pk", "legal_case__code", "who", Value(value=True), Value(value=False)
    )
    found = sorted(rows.union(others.order_by(), all=True), key=lambda row: (row[0] or date.min, row[3]))
    words = dict(Deadline._meta.get_field("kind").flatchoices)
    lines = [
        DeadlineLine(due_on, words.get(kind, kind), pk, code, lawyer or "", sure, left)
        for due_on, kind, pk, code, lawyer, sure, left in found
        if kind != REVIEW
    ]
    return lines, len(found) - len(lines)


def _is(so: Q) -> Case:
    return Case(When(so, then=Value(value=True)), default=Value(value=False))


def _case_or_request(of_case: str, of_request: str) -> Case:
    hers = F(f"membership__help_request__{of_request}")
    return Case(When(HAS_LEFT, then=hers), default=F(f"membership__legal_case__{of_case}"))


def _resting(user: User, today: date, ends: date, people: list[Person]) -> Resting:
    """Absences of staff, breaks of volunteers and signals of rest that were passed on. One query."""
    absences = Absence.objects.visible_to(user).live().filter(from_on__lte=ends)
    absences = absences.filter(user__office=user.office_id)
    breaks = Break.objects.filter(
        profile__in=[person.profile.pk for person in people], from_on__lte=ends, to_on__gte=today
    )
    signals = RestSignal.objects.visible_to(user).live().filter(passed_on__isnull=False).exclude(user=user)
    rows = [
        _rest_rows(absences, "absence", ("user__name", "from_on", "until_on")),
        _rest_rows(breaks, "break", ("profile__user__name", "from_on", "to_on")),
        _rest_rows(signals, "signal", ("user__name", "raised_on", "passed_on"), sign=F("sign")),
    ]
    words = dict(RestSignal._meta.get_field("sign").flatchoices)
    found = [
        RestLine(what, name, first, last, str(words.get(sign, "")))
        for what, sign, name, first, last in rows[0].union(*rows[1:], all=True)
    ]
    found.sort(key=lambda line: (line.first, line.name))
    return Resting(
        absences=[line for line in found if line.what == "absence"][:MOST],
        breaks=[line for line in found if line.what == "break"][:MOST],
        over=[person for person in people if "over" in person.states],
        signals=[line for line in found if line.what == "signal"],
    )


def _rest_rows(rows: QuerySet[Any], what: str, columns: tuple[str, str, str], sign: Any = None) -> Any:
    text = CharField()
    return (
        rows.order_by()
        .annotate(what=Value(what, output_field=text), said=Cast(sign or Value(""), text))
        .values_list("what", "said", *columns)
    )
