"""How many cards somebody opens in a day: nobody needs sixty, a collector does (safety.md 4)."""

from __future__ import annotations

from django.core.cache import cache
from django.utils import timezone

from cases.volunteering.models import Task
from cases.volunteering.workflow import MOST_OPENED_CARDS
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

DAY_SECONDS = 25 * 60 * 60


class TooManyCards(Exception):
    """She has opened as many cards today as anybody may."""


def note_opened(*, task: Task, by: User) -> None:
    """Counts a card that a volunteer opens, each once a day. Raises TooManyCards, logged, past the most."""
    if not by.has_role(Role.VOLUNTEER) or by.has_role(Role.OPERATOR) or by.has_role(Role.COORDINATOR):
        return
    today = timezone.localdate().isoformat()
    count, seen = f"cards:{by.pk}:{today}", f"card:{by.pk}:{today}:{task.pk}"
    if cache.get(seen):
        return
    cache.add(count, 0, DAY_SECONDS)
    if cache.incr(count) > MOST_OPENED_CARDS:
        _note_stop(task, by)
        raise TooManyCards
    cache.set(seen, 1, DAY_SECONDS)


@action
def _note_stop(task: Task, by: User) -> None:
    record("task.open_card", task, by=by, reason="budget", refused=True)
