"""One's own page: what she has, what her week brings and has brought, and how she rests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.duty.models import Shift
from cases.legal.models import Consultation, Deadline, Membership, MemberStep
from cases.legal.models.cases import in_hands_of
from cases.legal.models.choices import act_words
from cases.legal.queries import steps_due
from cases.legal.rules import WARN_DAYS
from cases.requests.models import Exclusion, HelpRequest, HelpRequestQuerySet
from cases.rest.models import RestSignal
from cases.rest.queries import LOOK_BACK_DAYS, limit_of, my_signals
from cases.rest.rules import NEAR_LIMIT, STAFF_HOURS
from cases.workload.queries.backlog import COLUMNS, Behind, moment
from cases.workload.queries.dashboard import age_chart
from cases.workload.queries.staff import my_rest, shifts_of
from cases.workload.rules.load import Open, Tally, tally
from cases.workload.rules.resting import Rest
from helpdesk.accounts.models import User
from helpdesk.audit.queries import lately
from helpdesk.ui.charts import Chart

MOST_LISTED = 100
MOST_STEPS = 1000  # before those of one case are put together
AHEAD_DAYS = max(WARN_DAYS)  # what she is reminded of stands on her page
DONE_VERBS = ("request.answer", "request.close", "request.create")


@dataclass(frozen=True)
class Date:
    """One thing of the days ahead."""

    on: date
    at: datetime | None
    what: str | Promise
    name: str
    url: str
    note: str | Promise = ""


@dataclass(frozen=True)
class MyLoad:
    """Everything on one's own page."""

    now: Tally
    links: dict[str, str]
    most_weight: int | None
    ahead: list[Date]
    done: list[tuple[str, int]]
    rest: Rest
    signals: list[RestSignal]
    age: Chart

    @property
    def is_near_limit(self) -> bool:
        return self.most_weight is not None and self.now.weight >= self.most_weight * NEAR_LIMIT


def my_load(user: User) -> MyLoad:
    """Hers alone, whatever it is about: what she has is never kept from herself. Nine queries."""
    at, list_of = moment(), Behind({"whose": "mine"}, reverse("triage:queue"))
    mine = _mine(user).values_list(*COLUMNS, "flags").order_by()
    rows = [Open(topic or "", *rest) for topic, *rest in mine]
    limit, shifts = limit_of(user), shifts_of(user, at.now + timedelta(days=AHEAD_DAYS))
    log = lately(user, timezone.now() - timedelta(days=LOOK_BACK_DAYS))
    return MyLoad(
        now=tally(rows, at),
        links=list_of.of(),
        most_weight=limit.most_weight if limit else None,
        ahead=sorted([*_ahead(user, at.today), *_duty(shifts)], key=lambda one: (one.on, one.name)),
        done=_done(log),
        rest=my_rest(
            user,
            minutes=[minute for _verb, minute in log],
            shifts=shifts,
            cap=limit.most_hours if limit else STAFF_HOURS,
            heavy=sum(row.is_heavy for row in rows),
        ),
        signals=my_signals(user),
        age=age_chart(rows, at, list_of),
    )


def _mine(user: User) -> HelpRequestQuerySet:
    """Open and hers; whoever keeps her away has taken her request out of her hands."""
    away = Exclusion.objects.clients_kept_from(user)
    rows: HelpRequestQuerySet = HelpRequest.objects.filter(assigned_to=user).exclude(client__in=away)
    return rows.open()


def _done(log: list[tuple[str, datetime]]) -> list[tuple[str, int]]:
    """What she finished within seven days, by her own log."""
    since = timezone.now() - timedelta(days=7)
    counts = Counter(verb for verb, at in log if at >= since)
    words = (_("answers sent"), _("requests closed"), _("requests written down"))
    return [(word, counts[verb]) for word, verb in zip(words, DONE_VERBS, strict=True)]


def _ahead(user: User, today: date) -> list[Date]:
    """Deadlines, steps and consultations of the next fourteen days, and what is overdue."""
    until = today + timedelta(days=AHEAD_DAYS)
    return [*_deadlines(user, until), *_days(user, until), *_steps(user, until), *_meetings(user)]


def _deadlines(user: User, until: date) -> list[Date]:
    near = _mine(user).filter(deadline_on__lte=until).select_related("client")
    hers = Deadline.objects.unfinished().filter(in_hands_of(user, "membership__legal_case__"))
    same = Q(due_on=OuterRef("deadline_on")) | Q(confirmed_at=None, counted_to=OuterRef("deadline_on"))
    said = hers.filter(same, membership__help_request=OuterRef("pk"))
    near = near.exclude(Exists(said))  # it stands in the list as the day of its case
    return [
        Date(row.deadline_on, None, _("deadline"), row.client.alias, reverse("casefile:open", args=[row.pk]))
        for row in near.defer("story", "answers").order_by("deadline_on")[:MOST_LISTED]
        if row.deadline_on
    ]


def _days(user: User, until: date) -> list[Date]:
    """Days of the members of her cases; one that nobody knows yet stands on the day it was noted."""
    near = Deadline.objects.unfinished().due_by(until)
    rows = near.filter(in_hands_of(user, "membership__legal_case__")).select_related("membership__legal_case")
    return [
        Date(
            row.day or timezone.localdate(row.made_at),
            None,
            act_words(row.kind),
            row.membership.legal_case.code,
            _member_url(row.membership),
            _waits(row),
        )
        for row in rows.order_by(Coalesce("due_on", "counted_to").asc(nulls_first=True))[:MOST_LISTED]
    ]


def _steps(user: User, until: date) -> list[Date]:
    """What the checklists of her cases ask for; the same step of several people of a case is one line."""
    found: dict[tuple[object, ...], list[MemberStep]] = {}
    for row in steps_due(user, until)[:MOST_STEPS]:
        found.setdefault((row.due_on, row.template_id, row.membership.legal_case_id), []).append(row)
    return [_step(rows) for rows in found.values()][:MOST_LISTED]


def _step(rows: list[MemberStep]) -> Date:
    row, count = rows[0], len(rows)
    case, url = row.membership.legal_case, _member_url(row.membership)
    assert row.due_on is not None, "asked for by its day"
    if count == 1:
        return Date(row.due_on, None, str(row.template), case.code, url)
    people = ngettext("%(number)s person", "%(number)s people", count) % {"number": count}
    open_case = reverse("legal:open", args=[case.pk])
    return Date(row.due_on, None, str(row.template), f"{case.code}, {people}", open_case)


def _member_url(row: Membership) -> str:
    return f"{reverse('legal:open', args=[row.legal_case_id])}?member={row.pk}#member-{row.pk}"


def _waits(row: Deadline) -> str:
    if row.confirmed_at is not None:
        return ""
    return _("to be confirmed") if row.day else _("day unknown, to be confirmed")


def _meetings(user: User) -> list[Date]:
    now = timezone.now()
    rows = Consultation.objects.filter(
        in_hands_of(user, "legal_case__"),
        starts_at__gte=now,
        starts_at__lt=now + timedelta(days=AHEAD_DAYS),
        cancelled_at=None,
    ).select_related("legal_case")
    return [
        Date(
            timezone.localdate(row.starts_at),
            row.starts_at,
            _("consultation"),
            row.legal_case.code,
            reverse("legal:open", args=[row.legal_case_id]),
        )
        for row in rows
    ]


def _duty(shifts: list[Shift]) -> list[Date]:
    now = timezone.now()
    return [
        Date(timezone.localdate(row.starts_at), row.starts_at, _("on duty"), "", reverse("duty:rota"))
        for row in shifts
        if row.ends_at > now
    ]
