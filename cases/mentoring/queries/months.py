"""Reads of mentoring: the list, one household's month, and who could be a mentor."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from cases.mentoring.models import CheckIn, Mentorship, MentorshipStep
from cases.mentoring.permissions import can_read_brief
from cases.mentoring.steps import MENTOR_TIER, MentorshipStatus
from cases.requests.permissions import in_standing
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.sealing.actions import reveal_page
from helpdesk.sealing.reasons import Reason

MOST_ROWS = 100


def mentorships_for(user: User) -> list[Mentorship]:
    """Running ones first, by the day they end; then the last ones that ended."""
    rows: QuerySet[Mentorship] = Mentorship.objects.visible_to(user)
    found = (
        rows.select_related("household", "mentor")
        .annotate(
            step_count=Count("steps"), done_count=Count("steps", filter=Q(steps__done_on__isnull=False))
        )
        .order_by("-status", "ends_on", "id")
    )
    return list(found[:MOST_ROWS])


@dataclass
class CheckInLine:
    """One check-in with its line, where it may be read."""

    check_in: CheckIn
    words: str = ""


@dataclass
class MonthView:
    """One household's month as its page shows it."""

    mentorship: Mentorship
    steps: list[MentorshipStep]
    check_ins: list[CheckInLine]
    may_read: bool
    aliases: list[str] = field(default_factory=list)
    brief: str = ""
    handover: str = ""
    remains: str = ""
    review: str = ""

    @property
    def done_count(self) -> int:
        return sum(step.done_on is not None for step in self.steps)


def month_view(mentorship: Mentorship, *, by: User) -> MonthView:
    """Steps and check-ins; the words, logged, for those who may read them."""
    check_ins = CheckIn.objects.filter(mentorship=mentorship).select_related("by")
    view = MonthView(
        mentorship,
        list(MentorshipStep.objects.filter(mentorship=mentorship)),
        [CheckInLine(check_in) for check_in in check_ins],
        can_read_brief(by, mentorship),
        list(mentorship.household.clients.order_by("alias").values_list("alias", flat=True)),
    )
    if view.may_read:
        _open_words(view, by=by)
    return view


def _open_words(view: MonthView, *, by: User) -> None:
    for line in view.check_ins:
        line.check_in.mentorship = view.mentorship
    parts = [
        (view.mentorship, ["brief", "handover", "remains", "review"]),
        *((line.check_in, ["words"]) for line in view.check_ins),
    ]
    own, *lines = reveal_page(parts, by=by, reason=Reason.MENTORSHIP, subject=view.mentorship)
    view.brief, view.handover = own["brief"], own["handover"]
    view.remains, view.review = own["remains"], own["review"]
    for line, opened in zip(view.check_ins, lines, strict=True):
        line.words = opened["words"]


def possible_mentors(office_id: int | None) -> QuerySet[User]:
    """Vetted volunteers of the office who are not resting, those with the fewest households first."""
    running = Q(mentorships__status=MentorshipStatus.RUNNING.value)
    today = timezone.localdate()
    resting = User.objects.filter(
        volunteer_profile__breaks__from_on__lte=today, volunteer_profile__breaks__to_on__gte=today
    )
    return (
        User.objects.filter(
            in_standing(MENTOR_TIER, "volunteer_profile__"),
            office=office_id,
            is_active=True,
            frozen_at=None,
            role_grants__role=Role.VOLUNTEER.value,
            role_grants__confirmed_at__isnull=False,
            role_grants__revoked_at=None,
        )
        .exclude(pk__in=resting.values("pk"))
        .select_related("volunteer_profile")
        .annotate(household_count=Count("mentorships", filter=running, distinct=True))
        .order_by("household_count", "name")
    )
