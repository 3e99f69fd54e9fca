"""Makes what triage proposes, through the real action."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from cases.requests.models import HelpRequest
from cases.triage.actions import propose_groups
from cases.triage.models import GroupProposal
from cases.triage.rules.regroup import Regrouping


def make_proposal(
    members: Sequence[HelpRequest], traits: Sequence[str] = ("residence-card", "w:renew")
) -> GroupProposal:
    """One proposed group of these requests, in place of all that were proposed for their office."""
    found = Regrouping(
        groups=[[one.pk for one in members]], traits=[Counter(dict.fromkeys(traits, len(members)))], alike=[]
    )
    first = members[0]
    propose_groups(office=first.office, country=first.country, found=found)
    return GroupProposal.objects.shown().get(office=first.office, country=first.country)
