"""One sentence each: who may be on duty, plan it, and answer an alarm."""

from __future__ import annotations

from datetime import datetime

from cases.duty.models import Alarm, Shift, ShiftHandOver
from cases.duty.rules import NEXT_SHIFT_WITHIN
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Permission, Role


def can_plan(user: User, office: Office | None) -> bool:
    """The rota and the hours of one's own office."""
    return office is not None and user.can(Permission.PLAN_DUTY) and user.office_id == office.pk


def can_be_on_duty(user: User, office_id: int) -> bool:
    """Operators and coordinators of the office: they can open its emergencies."""
    may = user.can(Permission.SEE_DUTY) and user.office_id == office_id
    return may and (user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR))


def can_acknowledge(user: User, alarm: Alarm) -> bool:
    """Whoever may open the request."""
    return user.can(Permission.OPEN_REQUEST) and Alarm.objects.visible_to(user).filter(pk=alarm.pk).exists()


def can_hand_over(user: User, shift: Shift) -> bool:
    """One's own shift."""
    return shift.user_id == user.pk and can_be_on_duty(user, shift.office_id)


def can_take_over(user: User, hand_over: ShiftHandOver, now: datetime) -> bool:
    """Another person who is on duty now or next; a coordinator, so that no hand-over is left lying."""
    if hand_over.given_by_id == user.pk or not can_be_on_duty(user, hand_over.office_id):
        return False
    if user.has_role(Role.COORDINATOR):
        return True
    mine = Shift.objects.filter(office_id=hand_over.office_id, user=user, ends_at__gt=now)
    return mine.filter(starts_at__lte=now + NEXT_SHIFT_WITHIN).exists()
