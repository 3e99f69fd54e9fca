"""The consultations of a case with their guests, and a client's own invitations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from cases.legal.models import Consultation, Invitation, LegalCase, Membership
from cases.legal.queries.consultation_figures import Figures, figures_of
from cases.legal.queries.consultation_line import other_dates, without_a_seat
from cases.legal.rules.consultations import SECOND_AFTER
from cases.legal.workflow import InvitationState
from helpdesk.languages import BY_CODE


@dataclass
class Guest:
    """One invitation, under the name by which this user knows the member; her number in the waiting list."""

    invitation: Invitation
    name: str
    number: int = 0


@dataclass
class MeetingCard:
    """One meeting with its guests; place and link only to those who run the case."""

    consultation: Consultation
    guests: list[Guest]
    place: str = ""
    link: str = ""
    left: int = 0  # of the invited, how many find no seat and have no other date
    figures: Figures = field(default_factory=Figures)

    @property
    def is_ahead(self) -> bool:
        return self.consultation.cancelled_at is None and self.consultation.starts_at > timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.consultation.cancelled_at is None and self.consultation.starts_at <= timezone.now()

    @property
    def is_long_over(self) -> bool:
        """Nobody works on it any more, so its list may be folded."""
        return self.consultation.starts_at < timezone.now() - SECOND_AFTER

    @property
    def takes_attendance(self) -> bool:
        """From the day of the meeting on."""
        begun = timezone.localdate(self.consultation.starts_at) <= timezone.localdate()
        return begun and self.consultation.cancelled_at is None

    @property
    def languages(self) -> list[str]:
        """The languages' own names."""
        return [BY_CODE[code].own_name for code in self.consultation.languages if code in BY_CODE]

    @property
    def waiting(self) -> int:
        return sum(guest.invitation.state == InvitationState.WAITING.value for guest in self.guests)

    @property
    def wishes(self) -> int:
        """How many asked for an interpreter."""
        return sum(guest.invitation.needs_interpreter for guest in self.guests)

    @property
    def second_at(self) -> datetime:
        """What is proposed for a second date: a week later at the same hour of the clock."""
        return timezone.localtime(self.consultation.starts_at) + SECOND_AFTER


def meeting_cards(legal_case: LegalCase, everybody: list[Membership]) -> list[MeetingCard]:
    """The case's consultations, the latest first, with guests out of `everybody` this user may know."""
    meetings = list(_consultations(legal_case))
    ahead = [meeting for meeting in meetings if meeting.starts_at > timezone.now()]
    dates = other_dates(ahead) if any(meeting.second_of_id for meeting in ahead) else []
    begun = [meeting for meeting in meetings if meeting.starts_at <= timezone.now()]
    figures = figures_of(begun, [row.pk for row in everybody])
    cards = []
    for meeting in meetings:
        card = _card(meeting, everybody)
        card.figures = figures.get(meeting.pk, card.figures)
        if card.is_ahead:
            rows = [guest.invitation for guest in card.guests]
            card.left = len(without_a_seat(meeting, rows, dates))
        cards.append(card)
    return cards


def _card(meeting: Consultation, everybody: Iterable[Membership]) -> MeetingCard:
    aliases = {row.pk: row.help_request.client.alias for row in everybody}
    guests = [
        Guest(invitation, aliases[invitation.membership_id])
        for invitation in meeting.invitations.all()
        if invitation.membership_id in aliases
    ]
    line = [guest for guest in guests if guest.invitation.state == InvitationState.WAITING.value]
    for number, guest in enumerate(sorted(line, key=lambda one: one.invitation.place_in_line or 0), start=1):
        guest.number = number
    return MeetingCard(meeting, guests)


def _consultations(legal_case: LegalCase) -> QuerySet[Consultation]:
    invitations = Invitation.objects.order_by("invited_at", "id")
    meetings: QuerySet[Consultation] = Consultation.objects.filter(legal_case=legal_case)
    return meetings.prefetch_related(Prefetch("invitations", queryset=invitations)).order_by("-starts_at")


def open_invitations(client_id: UUID) -> QuerySet[Invitation]:
    """A client's invitations to meetings that are still ahead, for her inbox."""
    invitations: QuerySet[Invitation] = Invitation.objects.filter(
        membership__help_request__client_id=client_id,
        membership__left_at=None,
        consultation__starts_at__gte=timezone.now(),
        consultation__cancelled_at=None,
    )
    return invitations.select_related(
        "consultation", "membership__help_request__inbox_key", "membership__help_request"
    ).order_by("consultation__starts_at")
