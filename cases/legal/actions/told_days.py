"""A last day that came with a request, told or imported: in a case a lawyer confirms it, or drops it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.utils import timezone

from cases.legal.models import Deadline, Membership
from cases.legal.notifications import letter_noted
from cases.legal.queries import hearers_of
from cases.requests.models import HelpRequest
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record


def note_told(membership: Membership, help_request: HelpRequest, *, by: User) -> None:
    """Inside the joining: the day stands in her case, waits for a lawyer, and is reminded of. Never twice."""
    told, today = help_request.deadline_on, timezone.localdate()
    same = Q(due_on=told) | Q(confirmed_at=None, counted_to=told)
    if told is None or Deadline.objects.filter(same, membership=membership, done_at=None).exists():
        return
    membership.help_request = help_request
    deadline = Deadline(
        membership=membership,
        kind="other",
        was_told=True,
        document_on=min(told, timezone.localdate(help_request.received_at)),
        counted_to=told,
        made_at=timezone.now(),
    )
    deadline.save(force_insert=True)
    for user in hearers_of(membership, today):
        if user != by:
            letter_noted(user)
    record("deadline.add", deadline, by=by)


def forget_told(membership: Membership) -> None:
    """Inside the leaving: what nobody has decided about stands in the request alone, as before."""
    Deadline.objects.filter(membership=membership, was_told=True, confirmed_at=None).delete()


def settle_told(deadline: Deadline) -> date | None:
    """A lawyer decides about this day, inside an action that holds it; the day that runs no more.

    The request does not fall back to what was told: the lawyer has read the letter.
    """
    membership = deadline.membership
    if deadline.was_told and membership.deadline_before == deadline.counted_to:
        membership.deadline_before = None
        membership.save(update_fields=["deadline_before"])
    return deadline.due_on or (deadline.counted_to if deadline.was_told else None)
