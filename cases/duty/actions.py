"""The verbs of duty: plan shifts and hours, raise an alarm, tell the next person, look, hand over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.duty import notifications
from cases.duty.models import Alarm, AlarmTold, OfficeHours, Shift, ShiftHandOver
from cases.duty.permissions import (
    can_acknowledge,
    can_be_on_duty,
    can_hand_over,
    can_plan,
    can_take_over,
)
from cases.duty.queries import on_duty, rungs, state_name, who_may_see
from cases.duty.rules import ESCALATE_AFTER, HAND_OVER_WITHIN, LONGEST_SHIFT, REPEAT_AFTER, parse_hours
from cases.requests.actions import note_event
from cases.requests.models import HelpRequest
from cases.requests.queries import taker
from cases.requests.workflow import Channel, Status
from helpdesk.accounts.actors import SYSTEM, Actor, System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import new_data_key, reveal_one, seal
from helpdesk.sealing.reasons import Reason
from knowledge.articles.notifications import tell_pages_changed


@action
def set_hours(*, office: Office, days: Sequence[str], phone: str, by: User) -> OfficeHours:
    """When the office answers: seven texts like `09:00-17:00` from Monday on, empty for a closed day."""
    if not can_plan(by, office):
        raise Refused
    if len(days) != 7 or any(text and parse_hours(text) is None for text in days):
        raise NotNow(_("Each day needs hours from an earlier to a later time, or none."))
    row = OfficeHours.objects.filter(office=office).first() or OfficeHours(office=office)
    row.days, row.phone = list(days), phone
    row.save()
    record("duty.set_hours", row, by=by, fields=["days", "phone"])
    _forget_state(office.pk)
    tell_pages_changed()
    return row


@action
def plan_shifts(
    *,
    office: Office,
    user: User,
    days: Sequence[date],
    starts: time,
    ends: time,
    place: int = 0,
    by: User,
) -> list[Shift]:
    """The same shift on each of these days; an end not after the start is on the next day."""
    if not can_plan(by, office):
        raise Refused
    if not can_be_on_duty(user, office.pk):
        raise NotNow(_("This person cannot be on duty in this office."))
    made = []
    for day in days:
        taker(user, by=by, may=lambda _person: False, on=day)  # the planner names whoever stands in herself
        start, end = _span(day, starts, ends)
        if _overlaps(user, start, end):
            raise NotNow(_("%(name)s has another shift at this time.") % {"name": user})
        shift = Shift(office=office, user=user, starts_at=start, ends_at=end, place=place, made_by=by)
        shift.save(force_insert=True)
        record("duty.plan", shift, by=by)
        made.append(shift)
    _forget_state(office.pk)
    return made


def _span(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    last = day if ends > starts else day + timedelta(days=1)
    start = timezone.make_aware(datetime.combine(day, starts))
    end = timezone.make_aware(datetime.combine(last, ends))
    if end - start > LONGEST_SHIFT + timedelta(hours=1):  # the night the clocks go back
        raise NotNow(_("A shift is at most 24 hours long."))
    return start, end


def _overlaps(user: User, start: datetime, end: datetime) -> bool:
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)  # two who plan at once wait for each other
    return Shift.objects.filter(user=user, starts_at__lt=end, ends_at__gt=start).exists()


@action
def copy_week(*, office: Office, monday: date, by: User) -> int:
    """The rota of the week before once more; whoever has something else then, or left, is passed over."""
    if not can_plan(by, office):
        raise Refused
    start = timezone.make_aware(datetime.combine(monday - timedelta(days=7), time(0)))
    end = timezone.make_aware(datetime.combine(monday, time(0)))
    rows = Shift.objects.filter(office=office, starts_at__gte=start, starts_at__lt=end)
    made = 0
    for shift in rows.select_related("user").prefetch_related("user__role_grants"):
        first, last = (
            timezone.make_aware(timezone.make_naive(moment) + timedelta(days=7))
            for moment in (shift.starts_at, shift.ends_at)
        )
        if not can_be_on_duty(shift.user, office.pk) or _overlaps(shift.user, first, last):
            continue
        copy = Shift(
            office=office, user=shift.user, starts_at=first, ends_at=last, place=shift.place, made_by=by
        )
        copy.save(force_insert=True)
        record("duty.plan", copy, by=by)
        made += 1
    _forget_state(office.pk)
    return made


@action
def drop_shift(*, shift: Shift, by: User) -> None:
    """Takes a shift off the rota; what has begun stays, because it says who was on duty."""
    if not can_plan(by, shift.office):
        raise Refused
    if shift.starts_at <= timezone.now():
        raise NotNow(_("This shift has begun: it stays on the rota. Plan somebody beside it."))
    record("duty.drop", shift, by=by)
    Shift.objects.filter(pk=shift.pk).delete()
    _forget_state(shift.office_id)


def _forget_state(office_id: int) -> None:
    transaction.on_commit(lambda: cache.delete(state_name(office_id)))


@action
def raise_danger(*, help_request: HelpRequest, by: Actor, is_new: bool = False) -> Alarm | None:
    """An emergency: whoever is on duty is told at once; the same request rings once until somebody looks.

    None for imported requests, which are old news. A person on duty who wrote it down herself knows already.
    `is_new`: received in this very moment, so it has no alarm yet, and its own entry in the log says it all.
    """
    if help_request.channel == Channel.IMPORT.value:
        return None
    ringing = Alarm.objects.filter(help_request=help_request, acknowledged_at=None)
    known: Alarm | None = None if is_new else ringing.first()
    if known is not None:
        return known
    now = timezone.now()
    alarm = Alarm(help_request=help_request, office_id=help_request.office_id, raised_at=now, next_at=now)
    if isinstance(by, User) and any(shift.user_id == by.pk for shift in on_duty(help_request.office_id)):
        alarm.acknowledged_at, alarm.acknowledged_by, alarm.next_at = now, by, None
    alarm.save(force_insert=True)
    if not is_new:
        record("alarm.raise", alarm, by=by)
    if alarm.next_at is not None:
        notifications.ask_to_ring(alarm)
    return alarm


@action
def ring(*, alarm_id: UUID, by: System = SYSTEM) -> list[User]:
    """Tells the next people of a due alarm; safe to run often and at once anywhere. Gives back who was told.

    The chain is looked up each time, so that whoever has just begun a shift is told before the coordinators.
    """
    now = timezone.now()
    due = Alarm.objects.select_for_update(skip_locked=True, of=("self",)).filter(next_at__lte=now)
    alarm = due.select_related("help_request").filter(pk=alarm_id, acknowledged_at=None).first()
    if alarm is None:
        return []
    if alarm.help_request.status == Status.CLOSED.value:
        alarm.next_at = None
        alarm.save(update_fields=["next_at"])
        return []
    people = _whom_next(alarm, now)
    AlarmTold.objects.bulk_create(
        [AlarmTold(alarm=alarm, user=user, told_at=now) for user in people],
        update_conflicts=True,
        unique_fields=["alarm", "user"],
        update_fields=["told_at"],
    )
    for user in people:
        notifications.wake(user)
    alarm.next_at = now + ESCALATE_AFTER
    alarm.save(update_fields=["next_at"])
    if people:
        record("alarm.ring", alarm, by=by)
    return people


def _whom_next(alarm: Alarm, now: datetime) -> list[User]:
    """The first rung with somebody who was not told; when all were, all again after an hour."""
    told = dict(AlarmTold.objects.filter(alarm=alarm).values_list("user", "told_at"))
    everybody: dict[UUID, User] = {}
    for rung in rungs(alarm.office_id, now):
        people = who_may_see(alarm.help_request, rung)
        fresh = [user for user in people if user.pk not in told]
        if fresh:
            return fresh
        everybody |= {user.pk: user for user in people}
    if told and max(told.values()) > now - REPEAT_AFTER:
        return []
    return list(everybody.values())


@action
def acknowledge(*, alarm: Alarm, by: User) -> Alarm:
    """Somebody looks at it: nobody else is told any more. The second click changes nothing."""
    if not can_acknowledge(by, alarm):
        raise Refused
    fresh = Alarm.objects.select_for_update(of=("self",)).get(pk=alarm.pk)
    if fresh.acknowledged_at is None:
        fresh.acknowledged_at, fresh.acknowledged_by, fresh.next_at = timezone.now(), by, None
        fresh.save(update_fields=["acknowledged_at", "acknowledged_by", "next_at"])
        note_event(help_request=alarm.help_request, kind="danger_seen", by=by)
        record("alarm.acknowledge", fresh, by=by)
    return fresh


def acknowledge_by_opening(*, help_request: HelpRequest, by: User) -> None:
    """Whoever opens the request of a waiting alarm has seen it."""
    for alarm in Alarm.objects.filter(help_request=help_request, acknowledged_at=None):
        alarm.help_request = help_request
        acknowledge(alarm=alarm, by=by)


@action
def hand_over(*, shift: Shift, remark: str, by: User) -> ShiftHandOver:
    """Ends a shift with a word to the next one; sealed. Once for each shift."""
    if not can_hand_over(by, shift):
        raise Refused
    now = timezone.now()
    if not shift.starts_at <= now < shift.ends_at + HAND_OVER_WITHIN:
        raise NotNow(_("A shift is handed over while it runs or in the twelve hours after."))
    Shift.objects.select_for_update(of=("self",)).get(pk=shift.pk)
    if ShiftHandOver.objects.filter(shift=shift).exists():
        raise NotNow(_("You have handed this shift over already."))
    row = ShiftHandOver(office_id=shift.office_id, shift=shift, given_by=by, given_at=now)
    row.hand_over_key = new_data_key("hand-over")
    seal(row, remark=remark)
    row.save(force_insert=True)
    record("duty.hand_over", row, by=by, fields=["remark"])
    return row


@action
def read_remark(*, hand_over: ShiftHandOver, by: User) -> str:
    """The sealed words, for the giver and for whoever may take over; logged."""
    if by.pk != hand_over.given_by_id and not can_take_over(by, hand_over, timezone.now()):
        raise Refused
    if not hand_over.remark or hand_over.hand_over_key is None:
        return ""
    return reveal_one(hand_over, ["remark"], by=by, reason=Reason.HANDOVER)["remark"]


@action
def take_over(*, hand_over: ShiftHandOver, by: User) -> ShiftHandOver:
    """The next one says that she has it; never the one who gave it."""
    if not can_take_over(by, hand_over, timezone.now()):
        raise Refused
    fresh = ShiftHandOver.objects.select_for_update(of=("self",)).get(pk=hand_over.pk)
    if fresh.confirmed_by_id not in {None, by.pk}:
        raise NotNow(_("Somebody else has taken this over already."))
    if fresh.confirmed_by_id is None:
        fresh.confirmed_by, fresh.confirmed_at = by, timezone.now()
        fresh.save(update_fields=["confirmed_by", "confirmed_at"])
        record("duty.take_over", fresh, by=by)
    return fresh
