"""What a certificate says: hours and tasks of one volunteer in a period."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.volunteering.models import Claim
from cases.volunteering.workflow import ClaimState
from helpdesk.accounts.models import User


@dataclass(frozen=True)
class Hours:
    """Hours reported and tasks done, by kind; never for whom."""

    hours: Decimal
    tasks: int
    kinds: tuple[tuple[str, int], ...]  # code of the kind, tasks


def hours_of(volunteer: User, first: date, last: date) -> Hours:
    """Tasks that ended in this period, first and last day included."""
    claims = Claim.objects.filter(
        volunteer=volunteer,
        state=ClaimState.DONE.value,
        ended_at__date__gte=first,
        ended_at__date__lte=last,
    ).select_related("task")
    found = list(claims)
    kinds = Counter(claim.task.kind for claim in found)
    hours = sum((claim.hours_spent or Decimal(0) for claim in found), Decimal(0))
    return Hours(hours, len(found), tuple(kinds.most_common()))
