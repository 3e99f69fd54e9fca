"""A client's invitations as her inbox shows them: her own, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from cases.legal.models import Invitation
from cases.legal.workflow import MAY_COME, InvitationState
from cases.requests.models import HelpRequest
from helpdesk.languages import BY_CODE

HER_TURN = frozenset(state.value for state in (*MAY_COME, InvitationState.DECLINED))
LASTS = timedelta(hours=3)  # so long after its beginning a link stays on her page


@dataclass
class Invited:
    """One invitation with place and link opened by her key. Nothing here tells of anybody else."""

    invitation: Invitation
    place: str
    link: str = ""

    @property
    def is_over(self) -> bool:
        meeting = self.invitation.consultation
        is_past = meeting.cancelled_at is not None or meeting.starts_at <= timezone.now()
        return is_past or self.invitation.state not in HER_TURN

    @property
    def is_online(self) -> bool:
        return bool(self.link)

    @property
    def open_link(self) -> str:
        """The link, for her who has a seat."""
        has_seat = self.invitation.state == InvitationState.ACCEPTED.value and not self.is_over
        return self.link if has_seat or self._has_begun else ""

    @property
    def _has_begun(self) -> bool:
        """The hour of the meeting: it must not vanish while she looks for it."""
        begun = timezone.now() - self.invitation.consultation.starts_at
        return self.invitation.state == InvitationState.ACCEPTED.value and timedelta() <= begun < LASTS

    @property
    def languages(self) -> list[str]:
        """The languages' own names."""
        return [BY_CODE[code].own_name for code in self.invitation.consultation.languages if code in BY_CODE]

    @property
    def is_changed(self) -> bool:
        """Something changed after she was invited."""
        changed = self.invitation.consultation.changed_at
        return changed is not None and changed > self.invitation.invited_at


def invitations_of(alive: Sequence[HelpRequest]) -> list[Invitation]:
    """Of these requests of hers, by the day of the meeting. One query."""
    rows = list(
        Invitation.objects.filter(membership__help_request__in=alive, membership__left_at=None)
        .select_related("consultation", "membership")
        .order_by("consultation__starts_at", "id")
    )
    by_id = {item.pk: item for item in alive}
    for row in rows:
        row.membership.help_request = by_id[row.membership.help_request_id]
    return rows
