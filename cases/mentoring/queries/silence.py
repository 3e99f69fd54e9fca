"""What silence looks like: one month as the rules see it, and questions that nobody answered."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from cases.mentoring.models import Mentorship
from cases.mentoring.steps import MentorshipStatus, Month
from cases.relay.models import Conversation
from cases.relay.rules import SILENCE, Purpose


def month_of(row: Mentorship, *, has_deputy: bool) -> Month:
    """The month in the words of steps.next_move."""
    return Month(
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        is_ended=row.status == MentorshipStatus.ENDED.value,
        last_sign_on=row.last_sign_on,
        reminded_on=row.reminded_on,
        has_deputy=has_deputy,
        waits_for_deputy=row.mentor_left_at is not None,
        escalated_on=timezone.localdate(row.escalated_at) if row.escalated_at else None,
    )


def unanswered() -> list[UUID]:
    """Running mentorships in which the household has waited for an answer for two days."""
    waiting = Conversation.objects.live().filter(
        purpose=Purpose.MENTORSHIP.value, waits_since__lt=timezone.now() - SILENCE
    )
    rows = Mentorship.objects.running().filter(client__in=waiting.values("client"))
    return list(rows.order_by("pk").values_list("pk", flat=True))
