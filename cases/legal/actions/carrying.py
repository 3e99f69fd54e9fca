"""A request carries the nearest last day of its case: in the queue meanwhile, and away when it leaves."""

from __future__ import annotations

from datetime import date

from cases.legal.models import Deadline, Membership
from cases.requests.models import HelpRequest


def carry_days(membership: Membership, help_request: HelpRequest, *, gone: date | None = None) -> None:
    """Sets and saves the deadline of a held request after a day of its member was confirmed, done or dropped.

    Never later than the nearest running day. `gone` runs no more: where the request carried it, the next one
    takes its place, else what the request carried before it joined.
    """
    days = Deadline.objects.running().filter(membership=membership)
    kept, before = help_request.deadline_on, membership.deadline_before
    if kept is not None and kept == gone:
        kept = before if before != gone else None
    wanted = _nearest(days.values_list("due_on", flat=True), kept)
    if wanted != help_request.deadline_on:
        help_request.deadline_on = wanted
        help_request.version += 1  # an undo that was offered before does not take the day away
        help_request.save(update_fields=["deadline_on", "version"])


def take_days_along(membership: Membership, help_request: HelpRequest) -> None:
    """Sets, without saving, what a leaving request carries: the nearest day confirmed since it joined.

    Days of an earlier stay it has carried away already, and whoever read it then has decided about them.
    """
    days = Deadline.objects.filter(
        membership=membership, done_at=None, confirmed_at__gte=membership.joined_at
    ).values_list("due_on", flat=True)
    help_request.deadline_on = _nearest(days, help_request.deadline_on)


def _nearest(days: object, kept: date | None) -> date | None:
    return min((day for day in (*days, kept) if day is not None), default=None)  # type: ignore[misc]
