"""Who waits for a seat, in order, and who will find none."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from cases.legal.models import Consultation, Invitation
from cases.legal.rules.consultations import Party, left_over
from cases.legal.workflow import MAY_COME, InvitationState


def in_line(meeting: Consultation, *, before: int | None = None, but: UUID | None = None) -> list[Party]:
    """Everybody who waits for a seat and is still in the case, first come first; one query.

    With `before`, only those who stand in front of this place; `but` is somebody to leave out.
    """
    rows = Invitation.objects.filter(
        consultation=meeting, state=InvitationState.WAITING.value, membership__left_at=None
    )
    if before is not None:
        rows = rows.filter(place_in_line__lt=before)
    found = rows.order_by("place_in_line", "pk").values_list("pk", "seats")
    return [Party(key, seats) for key, seats in found if key != but]


def meetings_to_fill() -> QuerySet[Consultation]:
    """Meetings ahead where somebody waits although a seat is free."""
    meetings: QuerySet[Consultation] = Consultation.objects.filter(
        starts_at__gt=timezone.now(),
        cancelled_at=None,
        seats_taken__lt=F("seats"),
        invitations__state=InvitationState.WAITING.value,
    )
    return meetings.distinct().order_by("starts_at")


def without_a_seat(
    meeting: Consultation, invitations: Iterable[Invitation], dates: Iterable[Invitation]
) -> list[Invitation]:
    """Of these invitations, in their order, those that find no seat and were not asked to a later date.

    `dates` are live invitations to dates ahead of this meeting and of others (`other_dates`).
    """
    asked = {
        (row.membership_id, row.invited_at)
        for row in dates
        if row.consultation.series_id == meeting.series_id and row.consultation_id != meeting.pk
    }
    rest = [
        row
        for row in invitations
        if not any(who == row.membership_id and at > row.invited_at for who, at in asked)
    ]
    waiting = [row for row in rest if row.state == InvitationState.WAITING.value]
    waiting.sort(key=lambda row: row.place_in_line or 0)
    unanswered = [row for row in rest if row.state == InvitationState.INVITED.value]
    unanswered.sort(key=lambda row: (row.invited_at, row.pk))
    found = left_over(
        [Party(row.pk, row.seats) for row in waiting],
        [Party(row.pk, row.seats) for row in unanswered],
        free=meeting.seats - meeting.seats_taken,
    )
    by_key = {row.pk: row for row in rest}
    return [by_key[key] for key in found]


def other_dates(meetings: Sequence[Consultation]) -> list[Invitation]:
    """Live invitations to dates ahead of the same meetings as these; one query."""
    first = {meeting.series_id for meeting in meetings}
    rows = Invitation.objects.filter(
        Q(consultation__in=first) | Q(consultation__second_of__in=first),
        state__in=sorted(MAY_COME),
        consultation__starts_at__gt=timezone.now(),
        consultation__cancelled_at=None,
    )
    return list(rows.select_related("consultation"))
