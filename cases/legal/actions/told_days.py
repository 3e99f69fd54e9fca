"""A last day that came with a request, told or imported: in a case a lawyer confirms it, or drops it."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from cases.legal.actions.locks import lock_member
from cases.legal.models import Deadline, Membership
from cases.legal.notifications import letter_noted
from cases.legal.queries import hearers_of
from cases.requests.models import HelpRequest
from helpdesk.accounts.actors import SYSTEM, System
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

MOST = 500  # in one run; the rest waits for the next hour


def note_told(membership: Membership, help_request: HelpRequest, *, by: User | System) -> bool:
    """The day stands in her case, waits for a lawyer, and is reminded of; whether it is new there.

    Inside an action that holds the request. Never twice: another day takes the place of one that waits.
    """
    told, today = help_request.deadline_on, timezone.localdate()
    days = Deadline.objects.filter(membership=membership, done_at=None)
    if told is None or days.filter(_is_same(told)).exists():
        return False
    membership.help_request = help_request
    deadline = days.filter(was_told=True, confirmed_at=None).first() or Deadline(
        membership=membership, kind="other", was_told=True, made_at=timezone.now()
    )
    deadline.document_on = min(told, timezone.localdate(help_request.received_at))
    deadline.counted_to, deadline.reminded = told, None
    deadline.save()
    for user in hearers_of(membership, today):
        if user != by:
            letter_noted(user)
    record("deadline.add", deadline, by=by)
    return True


def _is_same(day: date | OuterRef) -> Q:
    return Q(due_on=day) | Q(confirmed_at=None, counted_to=day)


def note_told_days() -> int:
    """Days that were told or decided about while somebody stood in a case already; how many there were."""
    said = Deadline.objects.filter(
        _is_same(OuterRef("help_request__deadline_on")), membership=OuterRef("pk"), done_at=None
    )
    missing = Membership.objects.filter(left_at=None, help_request__deadline_on__isnull=False)
    found = missing.filter(~Exists(said)).order_by("pk")[:MOST]
    return sum(_note(membership) for membership in found)


@action
def _note(membership: Membership) -> bool:
    """Each in a transaction of its own: one that fails stops no other."""
    with transaction.atomic():
        fresh = lock_member(membership)
        return fresh.left_at is None and note_told(fresh, fresh.help_request, by=SYSTEM)


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
