"""Where a request stands: its places in cases and at meetings ahead, kept for the undo of closing."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from cases.legal.models import Invitation, Membership
from cases.requests.models import HelpRequest


@dataclass(frozen=True)
class Place:
    """One live place in a case, and the invitations to meetings ahead: id, state and place in line."""

    membership_id: UUID
    invitations: tuple[tuple[UUID, str, int | None], ...]


def places_of(help_request: HelpRequest) -> tuple[Place, ...]:
    """The live places of a request; two queries where it stands in a case, one where not."""
    live = Membership.objects.filter(help_request=help_request, left_at=None).values_list("pk", flat=True)
    return tuple(Place(key, _ahead(key)) for key in live)


def _ahead(membership_id: UUID) -> tuple[tuple[UUID, str, int | None], ...]:
    ahead = Invitation.objects.filter(
        membership=membership_id,
        consultation__starts_at__gt=timezone.now(),
        consultation__cancelled_at=None,
    )
    return tuple(ahead.order_by("pk").values_list("pk", "state", "place_in_line"))
