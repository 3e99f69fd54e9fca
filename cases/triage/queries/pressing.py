"""What presses, as conditions: dashboards count with the same words by which the queue is filtered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from cases.requests.workflow import Outcome, Turn
from cases.triage.rules.pressing import (
    ANSWER_WITHIN_DAYS,
    DUE_DAYS,
    NEW_DAYS,
    SEASON_WEEKS,
    answer_within,
    band_end,
)

NO_TOPIC, NO_CITY = "none", "-"
THEM = "them"  # a turn that is anybody's but ours
ANY = "any"  # open or closed


def overdue() -> Q:
    """Our turn for too long for its urgency, or a deadline that has passed."""
    now = timezone.now()
    late = Q(deadline_on__lt=timezone.localdate())
    for urgency in ANSWER_WITHIN_DAYS:
        late |= Q(urgency=urgency, turn_since__lt=now - answer_within(urgency))
    return Q(turn=Turn.US.value) & late


def due_soon() -> Q:
    """A deadline today or within a week."""
    today = timezone.localdate()
    return Q(deadline_on__gte=today, deadline_on__lt=today + timedelta(days=DUE_DAYS))


def is_new() -> Q:
    """Came within a week."""
    return Q(received_at__gte=timezone.now() - timedelta(days=NEW_DAYS))


def of_age(begin: int) -> Q:
    """In the band of age that begins so many days after arrival."""
    now, end = timezone.now(), band_end(begin)
    found = Q(received_at__lte=now - timedelta(days=begin)) if begin else Q()
    return found & Q(received_at__gt=now - timedelta(days=end)) if end else found


def season_start() -> datetime:
    """Figures of speed look back to this moment: the Monday eleven weeks before this one."""
    today = timezone.localdate()
    first = today - timedelta(days=today.weekday() + 7 * (SEASON_WEEKS - 1))
    return timezone.make_aware(datetime.combine(first, time.min))


def was_answered() -> Q:
    """Came this season and had its first answer."""
    return Q(received_at__gte=season_start(), first_answered_at__isnull=False)


def was_closed() -> Q:
    """Closed this season with an outcome; spam has none that would say how fast we help."""
    return Q(closed_at__gte=season_start()) & ~Q(outcome=Outcome.SPAM.value)


PRESSING: dict[str, Callable[[], Q]] = {
    "late": overdue,
    "week": due_soon,
    "new": is_new,
    "ring": lambda: Q(ring_back=True),
    "answered": was_answered,
    "closed": was_closed,
}
