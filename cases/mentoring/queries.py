"""Reads of mentoring: the list, one household's month, and who could be a mentor."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet

from cases.mentoring.models import CheckIn, Mentorship, MentorshipStep
from cases.mentoring.permissions import can_read_brief
from cases.mentoring.steps import MentorshipStatus
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.sealing.actions import reveal, reveal_one
from helpdesk.sealing.reasons import Reason


def mentorships_for(user: User) -> QuerySet[Mentorship]:
    """Running ones first, by the day they end."""
    return (
        Mentorship.objects.visible_to(user)
        .select_related("household", "mentor", "deputy")
        .annotate(
            step_count=Count("steps"), done_count=Count("steps", filter=Q(steps__done_on__isnull=False))
        )
        .order_by("-status", "ends_on", "id")
    )


@dataclass
class MonthView:
    """One household's month as its page shows it."""

    mentorship: Mentorship
    steps: list[MentorshipStep]
    check_ins: list[CheckIn]
    may_read: bool
    aliases: list[str] = field(default_factory=list)
    brief: str = ""
    handover: str = ""

    @property
    def done_count(self) -> int:
        return sum(step.done_on is not None for step in self.steps)


def month_view(mentorship: Mentorship, *, by: User) -> MonthView:
    """Steps and check-ins; the words, logged, for those who may read them."""
    view = MonthView(
        mentorship,
        list(mentorship.steps.all()),  # type: ignore[attr-defined]
        list(mentorship.check_ins.select_related("by")),  # type: ignore[attr-defined]
        can_read_brief(by, mentorship),
        list(mentorship.household.clients.values_list("alias", flat=True)),
    )
    if view.may_read:
        words = reveal_one(mentorship, ["brief", "handover"], by=by, reason=Reason.MENTORSHIP)
        view.brief, view.handover = words["brief"], words["handover"]
        for entry in view.check_ins:
            entry.mentorship = mentorship
        lines = reveal(view.check_ins, ["words"], by=by, reason=Reason.MENTORSHIP, subject=mentorship)
        for entry, opened in zip(view.check_ins, lines, strict=True):
            entry.shown_words = opened["words"]  # type: ignore[attr-defined]
    return view


def possible_mentors(office_id: int | None) -> QuerySet[User]:
    """Vetted volunteers of the office, those with the fewest households first."""
    running = Q(mentorships__status=MentorshipStatus.RUNNING.value)
    return (
        User.objects.filter(
            office_id=office_id,
            is_active=True,
            frozen_at=None,
            volunteer_profile__state="vetted",
            volunteer_profile__tier__gte=1,
            role_grants__role=Role.VOLUNTEER.value,
            role_grants__confirmed_at__isnull=False,
            role_grants__revoked_at=None,
        )
        .select_related("volunteer_profile")
        .annotate(household_count=Count("mentorships", filter=running, distinct=True))
        .order_by("household_count", "name")
    )
