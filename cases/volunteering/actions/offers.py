"""Bringing a task to volunteers whom it fits: by the clock, after a late drop-out, or by hand."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.rest.actions import give_word
from cases.rest.permissions import can_give_word
from cases.rest.queries import live_word
from cases.volunteering.actions.tasks import held
from cases.volunteering.models import Offer, Task
from cases.volunteering.notifications import offer_made
from cases.volunteering.permissions import can_decide
from cases.volunteering.queries.fits import Fitting, fitting_for
from cases.volunteering.workflow import (
    OFFERS_AT_ONCE,
    WAITING_HOURS,
    OfferAnswer,
    OfferWhy,
    TaskStatus,
)
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

PATIENCE = timedelta(hours=WAITING_HOURS)  # after these without a yes the next three are asked
MOST_AT_A_TIME = 100


def offer_to_next(task: Task, *, why: OfferWhy) -> list[Offer]:
    """To the three who fit best, have room and were not asked before. The caller holds the task."""
    room = [one for one in fitting_for(task) if one.has_room and not one.was_asked]
    offers = [_offer(task, one.profile.user, why) for one in room[:OFFERS_AT_ONCE]]
    if offers:
        record("task.offer", task, by=SYSTEM, reason=why.value)
    return offers


def _offer(task: Task, to: User, why: OfferWhy, by: User | None = None) -> Offer:
    now = timezone.now()
    day = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    was_told = Offer.objects.filter(volunteer=to, told_at__gte=day).exists()
    offer = Offer(task=task, volunteer=to, why=why.value, by=by, offered_at=now)
    offer.told_at = None if was_told else now
    offer.save(force_insert=True)
    if not was_told:
        offer_made(offer)
    return offer


def offer_waiting() -> int:
    """Tasks that nobody has taken for a day, and nobody was asked about for a day; how many were offered.

    Each in a transaction of its own, so that one bad row stops no other.
    """
    now = timezone.now()
    old = Task.objects.open().filter(made_at__lte=now - PATIENCE, closes_on__gte=timezone.localdate())
    asked_lately = Offer.objects.filter(offered_at__gt=now - PATIENCE).values("task")
    waiting = old.exclude(pk__in=asked_lately).order_by("on_date", "made_at", "pk")
    return sum(_offer_one(task) for task in waiting[:MOST_AT_A_TIME])


@action
def _offer_one(task: Task) -> bool:
    fresh = held(task)
    if fresh.status != TaskStatus.OPEN.value:
        return False
    return bool(offer_to_next(fresh, why=OfferWhy.WAITS))


@action
def give_by_hand(*, task: Task, to: UUID, by: User) -> Offer:
    """Somebody at the desk thought of this volunteer: with her yes the brief opens at once.

    A coordinator's word against the rules of rest is said with it, and kept in the log. Raises NotNow when
    the task is not free, or she does not fit, rests, or holds all she can.
    """
    fresh = held(task)
    if not can_decide(by, fresh):
        raise Refused
    if fresh.status != TaskStatus.OPEN.value:
        raise NotNow(_("This task is not free any more."))
    found = next((one for one in fitting_for(fresh) if one.profile.pk == to), None)
    if found is None or found.is_resting or found.is_full or to == by.pk:
        raise NotNow(_("This volunteer cannot take it now. Choose another one."))
    user = found.profile.user
    _say_word(found, user, by=by)
    Offer.objects.filter(task=fresh, volunteer=user).delete()
    offer = _offer(fresh, user, OfferWhy.HAND, by=by)
    record("task.match", fresh, by=by)
    return offer


def _say_word(found: Fitting, user: User, *, by: User) -> None:
    if found.stop is None:
        return
    if not can_give_word(by, user):
        raise NotNow(_("She would carry too much. Only a coordinator can say yes to that."))
    if live_word(user) is None:
        give_word(to=user, by=by)


@action
def decline_offer(*, task_id: UUID, by: User) -> None:
    """No, and nobody asks why."""
    waiting = Offer.objects.filter(task=task_id, volunteer=by, answer=OfferAnswer.NONE.value)
    offer = waiting.select_related("task").first()
    if offer is not None:
        offer.answer, offer.answered_at = OfferAnswer.NO.value, timezone.now()
        offer.save(update_fields=["answer", "answered_at"])
        record("task.decline_offer", offer.task, by=by)
