"""Signals, limits, a coordinator's word, and the weekly check-in."""

from __future__ import annotations

import hmac
from collections.abc import Collection, Iterable
from datetime import timedelta
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.requests.models import HelpRequest
from cases.rest.models import CheckTally, CoordinatorWord, LimitPassed, RestSignal, WorkLimit
from cases.rest.notifications import tell_coordinators, tell_the_person
from cases.rest.permissions import can_give_word, can_set_limit
from cases.rest.queries import live_word, open_weight
from cases.rest.rules import PATIENCE_DAYS, Sign, WhyOver, week_start, weight_of
from helpdesk.accounts.actors import SYSTEM
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

WORD_DAYS = 7
MARK_SECONDS = 8 * 24 * 60 * 60


class OverLimit(NotNow):
    """She would carry more than her limit, and nobody has said why it must be."""


@action
def note_signs(*, user: User, signs: Iterable[Sign]) -> list[RestSignal]:
    """Brings all her signals to what is true today; a new one is told to her, an old one to coordinators.

    A signal that she has known for some days and that is still true is passed on once.
    """
    today, now_true = timezone.localdate(), set(signs)
    live = {Sign(signal.sign): signal for signal in RestSignal.objects.filter(user=user).live()}
    for sign, signal in live.items():
        if sign not in now_true:
            signal.ended_on = today
            signal.save(update_fields=["ended_on"])
        elif signal.passed_on is None and (today - signal.raised_on).days >= PATIENCE_DAYS:
            signal.passed_on = today
            signal.save(update_fields=["passed_on"])
            record("rest_signal.pass_on", signal, by=SYSTEM)
            tell_coordinators(signal)
    new = [RestSignal(user=user, sign=sign.value, raised_on=today) for sign in sorted(now_true - set(live))]
    for signal in new:
        signal.save(force_insert=True)
        record("rest_signal.raise", signal, by=SYSTEM)
        tell_the_person(signal)
    return new


@action
def set_limit(*, of: User, most_weight: int | None, most_hours: int, by: User) -> WorkLimit:
    """How much a colleague of the office should carry at most; None is no limit of weight."""
    if not can_set_limit(by, of):
        raise Refused
    limit = WorkLimit(
        user=of, most_weight=most_weight, most_hours=most_hours, set_by=by, set_at=timezone.now()
    )
    limit.save(force_insert=not WorkLimit.objects.filter(user=of).exists())
    record("limit.set", of, by=by, fields=["most_weight", "most_hours"])
    return limit


@action
def keep_to_limits(
    *,
    help_requests: Collection[HelpRequest],
    to: User,
    by: User,
    why: str = "",
    weighing: int | None = None,
) -> None:
    """Asked before work is given to a colleague. Raises OverLimit when it is more than her limit and nobody
    says why; with a reason it is written down. What she has already does not count twice.

    `weighing` is what each will weigh with her, where that is not what it weighs now.
    """
    limit = WorkLimit.objects.select_for_update(of=("self",)).filter(user=to).first()
    fresh = [one for one in help_requests if one.assigned_to_id != to.pk]
    if limit is None or limit.most_weight is None or not fresh:
        return
    adding = [weighing or weight_of(one.urgency, one.turn, one.status) for one in fresh]
    weight = open_weight(to) + sum(adding)
    if weight <= limit.most_weight:
        return
    if why not in set(WhyOver):
        raise OverLimit(
            _("%(name)s would have more than the limit. Give it to somebody else, or say why it must be.")
            % {"name": to.name}
        )
    for one in fresh:
        passed = LimitPassed(user=to, help_request=one, why=why, by=by, at=timezone.now())
        passed.weight, passed.most_weight = weight, limit.most_weight
        passed.save(force_insert=True)
        record("limit.pass", one, by=by, fields=["assigned_to"], reason=why)


@action
def give_word(*, to: User, by: User) -> CoordinatorWord:
    """Yes to one more piece of work than the rules allow, within a week. Raises NotNow when one is open."""
    if not can_give_word(by, to):
        raise Refused
    if live_word(to) is not None:
        raise NotNow(_("Your yes from before has not been used yet."))
    until = timezone.localdate() + timedelta(days=WORD_DAYS)
    word = CoordinatorWord(user=to, given_by=by, given_at=timezone.now(), until_on=until)
    word.save(force_insert=True)
    record("rest.give_word", word, by=by)
    return word


@action
def use_word(*, word: CoordinatorWord, by: User) -> None:
    """The yes was for one piece of work."""
    word.used_at = timezone.now()
    word.save(update_fields=["used_at"])
    record("rest.use_word", word, by=by)


@action
def check_in(*, heavy: int, rested: int, by: User) -> None:
    """Adds her two answers (1 to 5) to the sums of her office's week; who said what is written nowhere.

    That she has answered is kept as a keyed mark in Redis for some days. Raises NotNow the second time.
    No entry in the access log: its order beside the sums would tell what she said.
    """
    if by.office is None:
        raise Refused
    week = week_start(timezone.localdate())
    if not cache.add(_mark(by, week.isoformat()), "1", MARK_SECONDS):
        raise NotNow(_("You have answered this week. The next time is on Monday."))
    for question, value in (("heavy", heavy), ("rested", rested)):
        place = {"office": by.office, "week": week, "question": question, "value": value}
        CheckTally.objects.bulk_create([CheckTally(**place)], ignore_conflicts=True)
        CheckTally.objects.filter(**place).update(voices=F("voices") + 1)


def _mark(user: User, week: str) -> str:
    text = f"{week}|{user.pk}".encode()
    return "rest:mark:" + hmac.new(settings.SECRET_KEY.encode(), text, sha256).hexdigest()
