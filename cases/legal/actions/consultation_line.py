"""The waiting list of a meeting: it moves up by itself, in order, when seats are free."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from cases.legal.actions.consultations import is_near
from cases.legal.actions.locks import lock_requests, lock_series
from cases.legal.models import Consultation, Invitation
from cases.legal.notifications import invited, seat_freed
from cases.legal.queries.consultation_line import in_line, meetings_to_fill
from cases.legal.rules.consultations import Mode, mode_at, moving_up
from cases.legal.workflow import MAY_COME, InvitationState
from cases.requests.actions import note_event
from helpdesk.accounts.actors import System
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

CLOCK = System(job="consultations")


@action
def move_up(*, consultation: Consultation) -> int:
    """Gives free seats to those who wait, and tells each that there is something new; how many they were.

    Whoever came into the line while this waited for the rows is left to the next run.
    """
    waiting = Invitation.objects.filter(consultation=consultation, state=InvitationState.WAITING.value)
    held = dict(waiting.values_list("pk", "membership__help_request_id"))
    lock_requests(held.values())
    meeting = lock_series(consultation)
    now = timezone.now()
    mode = mode_at(meeting.starts_at, now)
    if meeting.cancelled_at is not None or mode is Mode.ASK:
        return 0
    free = meeting.seats - meeting.seats_taken
    chosen = moving_up(in_line(meeting), free=free, total=meeting.seats, mode=mode)
    rows = Invitation.objects.filter(pk__in=[key for key in chosen if key in held])
    moved = list(
        rows.select_related("consultation", "membership__help_request__client__mailbox_key").order_by(
            "place_in_line", "pk"
        )
    )
    for invitation in moved:
        invitation.state, invitation.place_in_line = InvitationState.ACCEPTED.value, None
        invitation.moved_up_at = now
        invitation.reminded_at = now if is_near(meeting) else None
        invitation.save(update_fields=["state", "place_in_line", "moved_up_at", "reminded_at"])
        give_up_other_dates(invitation)
        note_event(help_request=invitation.membership.help_request, kind="moved_up", by=CLOCK)
    for invitation in moved:
        invited(invitation)
    if moved:
        record("consultation.move_up", meeting, by=CLOCK)
    return len(moved)


def give_up_other_dates(invitation: Invitation) -> None:
    """A yes to this date is a no to the others of the same meeting; all of them are held by now."""
    first = invitation.consultation.series_id
    others = Invitation.objects.filter(
        Q(consultation=first) | Q(consultation__second_of=first),
        membership=invitation.membership_id,
        state__in=sorted(MAY_COME),
        consultation__starts_at__gt=timezone.now(),
    ).exclude(pk=invitation.pk)
    left = list(others.values_list("consultation", flat=True))
    others.update(state=InvitationState.DECLINED.value, place_in_line=None)
    for consultation_id in left:
        seat_freed(consultation_id)


def fill_free_seats() -> int:
    """Finds meetings where somebody waits although a seat is free: a lost message, or somebody erased."""
    return sum(move_up(consultation=meeting) for meeting in list(meetings_to_fill()))


__all__ = ["fill_free_seats", "move_up"]
