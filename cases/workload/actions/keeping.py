"""What is reckoned once an hour for all who look: speeds and expected arrivals of each office."""

from __future__ import annotations

from cases.workload.queries.ahead import keep_soon
from cases.workload.queries.times import keep_times
from helpdesk.accounts.models import Office


def keep_figures() -> int:
    """Keeps them for every open office; of how many. They are read from the counts, so this comes after."""
    offices = list(Office.objects.filter(closed_on=None).order_by("pk"))
    for office in offices:
        keep_times(office.pk)
        keep_soon(office)
    return len(offices)
