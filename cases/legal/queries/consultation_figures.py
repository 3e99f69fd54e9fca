"""What consultations brought: invited, came, helped, returned, minutes of staff for one person helped.

A family counts once. Helped is who came and has a step done since then, or an outcome that counts as help.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from cases.legal.models import Consultation, Invitation, LegalCase, Membership, MemberStep
from cases.legal.workflow import COUNTS_AS_HELP, InvitationState, StepState
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from helpdesk.ui.charts import Chart

HELPING = sorted(outcome.value for outcome in COUNTS_AS_HELP)
MOST_LINES = 200


@dataclass(frozen=True)
class Figures:
    """Of one meeting, one case or one period."""

    meetings: int = 0
    invited: int = 0
    said_yes: int = 0
    came: int = 0
    missed: int = 0
    helped: int = 0
    returned: int = 0
    minutes: int = 0
    has_minutes: bool = False
    helped_with_minutes: int = 0  # at meetings whose minutes are known

    @property
    def minutes_each(self) -> int | None:
        """For one person helped, over meetings whose minutes somebody noted; None when nobody was."""
        return round(self.minutes / self.helped_with_minutes) if self.helped_with_minutes else None


def total(figures: Iterable[Figures]) -> Figures:
    """The sum of these."""
    rows = list(figures)
    numbers = ("meetings", "invited", "said_yes", "came", "missed", "helped", "returned", "minutes")
    sums = {name: sum(getattr(row, name) for row in rows) for name in (*numbers, "helped_with_minutes")}
    return Figures(**sums, has_minutes=any(row.has_minutes for row in rows))


def figures_of(
    meetings: Sequence[Consultation], members: Collection[UUID] | None = None
) -> dict[UUID, Figures]:
    """The figures of each meeting, of these members only when they are given; one query, or none."""
    if not meetings:
        return {}
    rows = Invitation.objects.filter(consultation__in=meetings)
    if members is not None:
        rows = rows.filter(membership__in=members)
    return _counted(meetings, rows)


def _counted(meetings: Sequence[Consultation], rows: QuerySet[Invitation]) -> dict[UUID, Figures]:
    is_attended = Q(state=InvitationState.ATTENDED.value)
    steps = MemberStep.objects.filter(
        membership=OuterRef("membership"),
        state=StepState.DONE.value,
        changed_at__gte=OuterRef("consultation__starts_at"),
    )
    holding = [InvitationState.ACCEPTED.value, InvitationState.ATTENDED.value, InvitationState.MISSED.value]
    counted = (
        rows.annotate(has_step=Exists(steps))
        .order_by()
        .values("consultation")
        .annotate(
            invited=Count("pk"),
            said_yes=Count("pk", filter=Q(state__in=holding)),
            came=Count("pk", filter=is_attended),
            missed=Count("pk", filter=Q(state=InvitationState.MISSED.value)),
            helped=Count("pk", filter=is_attended & (Q(has_step=True) | Q(membership__outcome__in=HELPING))),
            returned=Count("pk", filter=Q(returned_at__isnull=False)),
        )
    )
    by_meeting: dict[UUID, dict[str, int]] = {
        row["consultation"]: {name: value for name, value in row.items() if name != "consultation"}  # type: ignore[misc]
        for row in counted
    }
    found = {}
    for meeting in meetings:
        numbers = by_meeting.get(meeting.pk, {})
        found[meeting.pk] = Figures(
            meetings=1,
            minutes=meeting.minutes or 0,
            has_minutes=meeting.minutes is not None,
            helped_with_minutes=numbers.get("helped", 0) if meeting.minutes is not None else 0,
            **numbers,
        )
    return found


@dataclass(frozen=True)
class Line:
    """One meeting of the period."""

    consultation: Consultation
    figures: Figures


@dataclass(frozen=True)
class Period:
    """The meetings between two days that this colleague may open, with sums by case and month."""

    lines: list[Line]
    cases: list[tuple[LegalCase, Figures]]
    total: Figures
    chart: Chart | None


def figures_between(first: date, last: date, *, by: User) -> Period:
    """What took place in the period. Four queries, however many meetings there were."""
    begin = timezone.make_aware(datetime.combine(first, time.min))
    end = min(timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min)), timezone.now())
    held = Consultation.objects.filter(
        legal_case__in=LegalCase.objects.visible_to(by),
        starts_at__gte=begin,
        starts_at__lt=end,
        cancelled_at=None,
    )
    meetings = list(held.select_related("legal_case__case_type").order_by("-starts_at", "pk"))
    sealed_off = Q(help_request__sensitivity__lt=3) | Q(
        help_request__in=HelpRequest.objects.visible_to(by).filter(sensitivity=3)
    )
    known = Membership.objects.known_to(by).filter(sealed_off)
    rows = Invitation.objects.filter(consultation__in=meetings, membership__in=known)
    figures = _counted(meetings, rows) if meetings else {}
    lines = [Line(meeting, figures[meeting.pk]) for meeting in meetings]
    return Period(lines[:MOST_LINES], _by_case(lines), total(figures.values()), _chart(lines))


def _by_case(lines: list[Line]) -> list[tuple[LegalCase, Figures]]:
    cases = {line.consultation.legal_case_id: line.consultation.legal_case for line in lines}
    return [
        (case, total(line.figures for line in lines if line.consultation.legal_case_id == key))
        for key, case in cases.items()
    ]


def _chart(lines: list[Line]) -> Chart | None:
    """Invited, came and helped by month; nothing to draw for a single month."""
    months = sorted({_month(line) for line in lines})
    if not months[1:]:
        return None
    sums = [total(line.figures for line in lines if _month(line) == month) for month in months]
    names = {"invited": pgettext("figures", "invited"), "came": pgettext("figures", "came")}
    names["helped"] = pgettext("figures", "helped")
    series = {words: [getattr(row, name) for row in sums] for name, words in names.items()}
    return Chart(title=_("Consultations by month"), labels=[f"{m:02d}.{y}" for y, m in months], series=series)


def _month(line: Line) -> tuple[int, int]:
    day = timezone.localtime(line.consultation.starts_at)
    return day.year, day.month
