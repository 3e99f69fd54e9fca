"""The consultations of a case with their guests, and a client's own invitations."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from cases.legal.models import Consultation, Invitation, LegalCase, Membership


@dataclass
class Guest:
    """One invitation, under the name by which this user knows the member."""

    invitation: Invitation
    name: str


@dataclass
class MeetingCard:
    """One meeting with its guests; the place only to those who run the case."""

    consultation: Consultation
    guests: list[Guest]
    place: str = ""

    @property
    def is_ahead(self) -> bool:
        return self.consultation.cancelled_at is None and self.consultation.starts_at > timezone.now()

    @property
    def has_begun(self) -> bool:
        return self.consultation.cancelled_at is None and self.consultation.starts_at <= timezone.now()

    @property
    def takes_attendance(self) -> bool:
        """From the day of the meeting on."""
        begun = timezone.localdate(self.consultation.starts_at) <= timezone.localdate()
        return begun and self.consultation.cancelled_at is None


def meeting_cards(legal_case: LegalCase, everybody: list[Membership]) -> list[MeetingCard]:
    """The case's consultations, the latest first, with guests out of `everybody` this user may know."""
    return [_meeting(meeting, everybody) for meeting in _consultations(legal_case)]


def _meeting(meeting: Consultation, everybody: list[Membership]) -> MeetingCard:
    aliases = {row.pk: row.help_request.client.alias for row in everybody}
    guests = [
        Guest(invitation, aliases[invitation.membership_id])
        for invitation in meeting.invitations.all()
        if invitation.membership_id in aliases
    ]
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
