"""One sentence each: who moves work, speaks for an absence, keeps the offices."""

from __future__ import annotations

from cases.moving.models import Absence, Move, PersonMove
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import BLIND_ROLES, Permission, Role

STAFF = frozenset({Role.OPERATOR, Role.LAWYER, Role.COORDINATOR, Role.EDITOR})


def can_move_work(user: User, office_id: int | None) -> bool:
    """Coordinators, within their own office."""
    return user.can(Permission.MOVE_WORK) and office_id is not None and user.office_id == office_id


def can_undo(user: User, move: Move) -> bool:
    """Whoever may move work of that office, while it may still be undone."""
    return can_move_work(user, move.office_id) and move.may_be_undone


def can_be_away(user: User) -> bool:
    """Staff; volunteers have breaks of their own."""
    return user.can(Permission.SEE_QUEUE, Permission.EDIT_ARTICLES) and bool(user.roles & STAFF)


def can_enter_absence(user: User, colleague: User) -> bool:
    """Everybody her own; a coordinator those of her office."""
    return can_be_away(colleague) and (user == colleague or can_move_work(user, colleague.office_id))


def can_stand_in(colleague: User, absent: User) -> bool:
    """A colleague of the same office who shares a role with her."""
    shares = bool(colleague.roles & absent.roles & STAFF)
    return colleague != absent and shares and colleague.office_id == absent.office_id


def can_answer(user: User, absence: Absence) -> bool:
    """The one who was asked to stand in."""
    return absence.deputy_id == user.pk and absence.ended_at is None


def can_end(user: User, absence: Absence) -> bool:
    """She herself, or a coordinator of her office."""
    return can_enter_absence(user, absence.user)


def can_take_back(user: User, move: Move) -> bool:
    """She takes back what went out of her own absence."""
    return move.absence is not None and move.absence.user_id == user.pk


def can_edit_offices(user: User) -> bool:
    """Coordinators and administrators."""
    return user.can(Permission.EDIT_OFFICES)


def can_propose_office(user: User, colleague: User) -> bool:
    """Never for herself; a coordinator for people of her office, an administrator for everybody."""
    everybody = bool(user.roles & BLIND_ROLES)
    return (
        can_edit_offices(user) and user != colleague and (everybody or user.office_id == colleague.office_id)
    )


def can_confirm_office(user: User, waiting: PersonMove) -> bool:
    """A second person: an administrator, or a coordinator of the office she comes to or goes from."""
    if not can_edit_offices(user) or user.pk in {waiting.proposed_by_id, waiting.user_id}:
        return False
    here = user.office_id in {waiting.to_office_id, waiting.user.office_id}
    return (bool(user.roles & BLIND_ROLES) or here) and waiting.proposed_by.can(Permission.EDIT_OFFICES)
