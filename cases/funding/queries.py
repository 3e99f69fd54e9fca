"""What is asked about grants by the rooms whose work they pay for."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from cases.funding.models import Funder


def handed_down(funder_id: UUID | None, day: date) -> Funder | None:
    """The grant of what something is made from, for the thing that is made; a grant that does not pay for
    this day is not handed on."""
    return Funder.objects.running(day).filter(pk=funder_id).first() if funder_id else None
