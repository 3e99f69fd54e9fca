"""The day before a meeting, each who has a seat is told that there is something on her page."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from django.utils import timezone

from cases.legal.actions.consultations import is_near
from cases.legal.actions.locks import lock_meeting
from cases.legal.models import Consultation, Invitation
from cases.legal.notifications import invited
from cases.legal.workflow import InvitationState
from helpdesk.accounts.actors import System
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

CLOCK = System(job="consultations")


def remind_of_consultations() -> int:
    """Finds the meetings of tomorrow and of the rest of today; how many people were told."""
    now = timezone.localtime()
    end = timezone.make_aware(datetime.combine(now.date() + timedelta(days=2), time.min))
    near = Consultation.objects.filter(starts_at__gt=now, starts_at__lt=end, cancelled_at=None)
    near = near.filter(
        invitations__state=InvitationState.ACCEPTED.value,
        invitations__reminded_at=None,
        invitations__membership__left_at=None,
    )
    return sum(_remind(consultation=meeting) for meeting in near.distinct())


@action
def _remind(*, consultation: Consultation) -> int:
    """Each once, however often this runs; whoever said yes or heard of a change meanwhile knows."""
    meeting = lock_meeting(consultation)
    if meeting.cancelled_at is not None or not is_near(meeting):
        return 0  # called off or moved meanwhile
    due = Invitation.objects.filter(
        consultation=meeting,
        state=InvitationState.ACCEPTED.value,
        reminded_at=None,
        membership__left_at=None,
    )
    rows = list(due.select_related("membership__help_request__client__mailbox_key").order_by("pk"))
    now = timezone.now()
    Invitation.objects.filter(pk__in=[row.pk for row in rows]).update(reminded_at=now)
    for row in rows:
        invited(row)
    if rows:
        record("consultation.remind", meeting, by=CLOCK)
    return len(rows)
