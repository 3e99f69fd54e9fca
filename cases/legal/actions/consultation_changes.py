"""Another day, place or number of seats, and a second date for those without a seat. The invited are told."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.legal.actions.consultations import (
    NotThatDay,
    Setting,
    TooFewSeats,
    check_day,
    hold_with_guests,
    is_near,
    new_meeting,
    send_invitations,
)
from cases.legal.actions.locks import check_words, lock_case
from cases.legal.models import Consultation, Invitation, Membership
from cases.legal.notifications import invited, seat_freed
from cases.legal.permissions import can_run
from cases.legal.queries.consultation_line import other_dates, without_a_seat
from cases.legal.workflow import InvitationState
from cases.requests.actions import note_event
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import reveal_one, seal
from helpdesk.sealing.reasons import Reason


@action
def change_consultation(
    *, consultation: Consultation, starts_at: datetime, seats: int, where: Setting, by: User
) -> Consultation:
    """New day, place, language or seats. Whoever may come is told, unless only the seats have changed.

    Raises NotThatDay for a day that is over, TooFewSeats below what was promised, NotNow when it has begun.
    """
    meeting, guests = hold_with_guests(consultation)
    if not can_run(by, meeting.legal_case):
        raise Refused
    if meeting.cancelled_at is not None or meeting.starts_at <= timezone.now():
        raise NotNow(_("This meeting is over or called off. Choose another one."))
    check_words(meeting.legal_case)
    check_day(starts_at)
    if seats < meeting.seats_taken:
        raise TooFewSeats(_too_few(meeting))
    changed = _changed(meeting, starts_at, where, by=by)
    has_new_day, has_more = "starts_at" in changed, seats > meeting.seats
    meeting.starts_at, meeting.seats = starts_at, seats
    meeting.languages, meeting.has_interpreter = sorted(where.languages), where.has_interpreter
    if changed:
        meeting.changed_at = timezone.now()
        seal(meeting, place=where.place, link=where.link)
    meeting.save(
        update_fields=[
            *("starts_at", "seats", "languages", "has_interpreter", "place", "link", "changed_at"),
        ]
    )
    for invitation in guests if changed else []:
        seal(invitation, place=where.place, link=where.link)
        if has_new_day:
            knows = invitation.state == InvitationState.ACCEPTED.value and is_near(meeting)
            invitation.reminded_at = meeting.changed_at if knows else None
        invitation.save(update_fields=["place", "link", "reminded_at"])
        note_event(help_request=invitation.membership.help_request, kind="meeting_changed", by=by)
        invited(invitation)
    record("consultation.change", meeting, by=by, fields=sorted(changed))
    if has_more or has_new_day:
        seat_freed(meeting.pk)
    return meeting


def _too_few(meeting: Consultation) -> str:
    sentence = ngettext(
        "%(count)d seat is promised already. Choose at least as many.",
        "%(count)d seats are promised already. Choose at least as many.",
        meeting.seats_taken,
    )
    return sentence % {"count": meeting.seats_taken}


def _changed(meeting: Consultation, starts_at: datetime, where: Setting, *, by: User) -> set[str]:
    """What the invited would see differently."""
    before = reveal_one(meeting, ["place", "link"], by=by, reason=Reason.LEGAL_CASE)
    pairs = {
        "starts_at": (meeting.starts_at, starts_at),
        "place": (before["place"], where.place),
        "link": (before["link"], where.link),
        "languages": (meeting.languages, sorted(where.languages)),
        "has_interpreter": (meeting.has_interpreter, where.has_interpreter),
    }
    return {name for name, (old, new) in pairs.items() if old != new}


@action
def second_date(*, consultation: Consultation, starts_at: datetime, by: User) -> tuple[Consultation, int]:
    """The same meeting on another day, with an invitation for each who finds no seat; how many they are.

    They keep their place in line: a yes to one date is a no to the other. Raises NotNow when all have a seat.
    """
    case = lock_case(consultation.legal_case)
    if not can_run(by, case):
        raise Refused
    meeting, guests = hold_with_guests(consultation)
    if meeting.cancelled_at is not None or meeting.starts_at <= timezone.now():
        raise NotNow(_("This meeting is over or called off. Choose another one."))
    left = _left(meeting, guests, by=by)
    if not left:
        raise NotNow(_("Everybody who is invited has a seat, or another date already."))
    where = reveal_one(meeting, ["place", "link"], by=by, reason=Reason.LEGAL_CASE)
    made = new_meeting(
        case,
        starts_at=starts_at,
        seats=max(meeting.seats, *(row.seats for row in left)),
        where=Setting(where["place"], where["link"], meeting.languages, meeting.has_interpreter),
        second_of=meeting.second_of or meeting,
        by=by,
    )
    send_invitations(made, [row.membership for row in left], by=by)
    return made, len(left)


def _left(meeting: Consultation, guests: list[Invitation], *, by: User) -> list[Invitation]:
    """Who finds no seat, of those whom this colleague may know."""
    members = [row.membership_id for row in guests]
    known = set(Membership.objects.known_to(by).filter(pk__in=members).values_list("pk", flat=True))
    return without_a_seat(
        meeting, [row for row in guests if row.membership_id in known], other_dates([meeting])
    )


__all__ = ["NotThatDay", "TooFewSeats", "change_consultation", "second_date"]
