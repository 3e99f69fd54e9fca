"""Meetings with seats: schedule, invite, call off."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.funding.queries import handed_down
from cases.legal.actions.locks import check_words, lock_case, lock_meeting, lock_requests, lock_series
from cases.legal.models import Consultation, Invitation, LegalCase, Membership
from cases.legal.notifications import invited
from cases.legal.permissions import can_run
from cases.legal.rules.consultations import LONGEST_AHEAD, reminds_from
from cases.legal.workflow import MAY_COME, CaseStatus
from cases.requests.actions import note_event
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import reveal_one, seal
from helpdesk.sealing.reasons import Reason


class NotThatDay(NotNow):
    """The day lies behind us, or too far ahead; a page says so beside the day."""


class TooFewSeats(NotNow):
    """More people have said yes than there would be seats; a page says so beside the seats."""


@dataclass(frozen=True)
class Setting:
    """Where and how people meet: a place or a link, in which languages, with an interpreter or without."""

    place: str = field(default="", repr=False)
    link: str = field(default="", repr=False)
    languages: Collection[str] = ()
    has_interpreter: bool = False


@action
def schedule_consultation(
    *,
    legal_case: LegalCase,
    starts_at: datetime,
    seats: int,
    place: str = "",
    link: str = "",
    languages: Collection[str] = (),
    has_interpreter: bool = False,
    by: User,
) -> Consultation:
    """A meeting of this case. Raises NotNow when it lies in the past or the case is closed."""
    if not can_run(by, legal_case):
        raise Refused
    lock_case(legal_case)
    where = Setting(place, link, languages, has_interpreter)
    return new_meeting(legal_case, starts_at=starts_at, seats=seats, where=where, by=by)


def new_meeting(
    legal_case: LegalCase,
    *,
    starts_at: datetime,
    seats: int,
    where: Setting,
    second_of: Consultation | None = None,
    by: User,
) -> Consultation:
    """The meeting itself, inside an action that asked who may and holds the case; paid as that is."""
    if legal_case.status != CaseStatus.OPEN.value:
        raise NotNow(_("This case is closed. Make a new one."))
    check_words(legal_case)
    check_day(starts_at)
    pays = second_of.funder_id if second_of else legal_case.funder_id
    meeting = Consultation(
        legal_case=legal_case,
        funder=handed_down(pays, timezone.localdate(starts_at)),
        starts_at=starts_at,
        seats=seats,
        languages=sorted(where.languages),
        has_interpreter=where.has_interpreter,
        second_of=second_of,
        made_by=by,
    )
    seal(meeting, place=where.place, link=where.link)
    meeting.save(force_insert=True)
    record("consultation.schedule", meeting, by=by, fields=["place", "link"])
    return meeting


def check_day(starts_at: datetime) -> None:
    """Raises NotThatDay for a moment that is over, or more than a year ahead."""
    now = timezone.now()
    if starts_at <= now:
        raise NotThatDay(_("Choose a day and time that are still ahead."))
    if starts_at > now + LONGEST_AHEAD:
        raise NotThatDay(_("Choose a day within the next year."))


def is_near(meeting: Consultation) -> bool:
    """Whether the reminders of this meeting go out already: whoever hears of it now needs none."""
    return timezone.now() >= reminds_from(timezone.localtime(meeting.starts_at))


@action
def invite(*, consultation: Consultation, memberships: Sequence[Membership], by: User) -> list[Invitation]:
    """Invites members who are not invited yet; each is told by herself."""
    lock_requests(membership.help_request_id for membership in memberships)
    meeting = lock_meeting(consultation)
    if not can_run(by, meeting.legal_case):
        raise Refused
    if meeting.cancelled_at is not None or meeting.starts_at <= timezone.now():
        raise NotNow(_("This meeting is over or called off. Choose another one."))
    return send_invitations(meeting, memberships, by=by)


def send_invitations(
    meeting: Consultation, memberships: Sequence[Membership], *, by: User
) -> list[Invitation]:
    """The inviting itself, inside an action that holds these requests and then the meeting."""
    if any(membership.legal_case_id != meeting.legal_case_id for membership in memberships):
        raise Refused
    known = set(Invitation.objects.filter(consultation=meeting).values_list("membership_id", flat=True))
    new = [row for row in memberships if row.pk not in known and row.left_at is None]
    if not new:
        raise NotNow(_("Everybody in the case is invited already."))
    check_words(meeting.legal_case)
    where = reveal_one(meeting, ["place", "link"], by=by, reason=Reason.LEGAL_CASE)
    made = []
    for membership in new:
        invitation = Invitation(consultation=meeting, membership=membership, invited_at=timezone.now())
        seal(invitation, place=where["place"], link=where["link"])
        invitation.save(force_insert=True)
        note_event(help_request=membership.help_request, kind="invited", by=by)
        invited(invitation)
        made.append(invitation)
    record("consultation.invite", meeting, by=by)
    return made


@action
def cancel_consultation(*, consultation: Consultation, by: User) -> None:
    """Calls a meeting off; it vanishes from the inboxes, and whoever might have come is told of news."""
    meeting, waiting = hold_with_guests(consultation)
    if not can_run(by, meeting.legal_case):
        raise Refused
    if meeting.cancelled_at is not None or meeting.starts_at <= timezone.now():
        raise NotNow(_("This meeting is over or called off already."))
    meeting.cancelled_at = timezone.now()
    meeting.save(update_fields=["cancelled_at"])
    for invitation in waiting:
        note_event(help_request=invitation.membership.help_request, kind="meeting_called_off", by=by)
        invited(invitation)
    record("consultation.cancel", meeting, by=by)


def hold_with_guests(consultation: Consultation) -> tuple[Consultation, list[Invitation]]:
    """The meeting with its dates, held after the requests of those who may come, and their invitations."""
    coming = (
        Invitation.objects.filter(
            consultation=consultation, membership__left_at=None, state__in=sorted(MAY_COME)
        )
        .select_related(
            "membership__help_request__client__mailbox_key", "membership__help_request__inbox_key"
        )
        .order_by("membership__help_request")
    )
    lock_requests(coming.values_list("membership__help_request_id", flat=True))
    meeting = lock_series(consultation)
    return meeting, list(coming)
