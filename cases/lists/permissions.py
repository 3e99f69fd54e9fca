"""One sentence each: who may ask for a list, who may be the second, and who takes it."""

from __future__ import annotations

from cases.lists.models import ListExport
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_ask(user: User) -> bool:
    """Coordinators, for their own office."""
    return user.can(Permission.EXPORT_LIST) and user.office_id is not None


def can_agree(user: User, wanted: ListExport) -> bool:
    """Another coordinator, of any office, while the first one may still ask."""
    first = wanted.asked_by
    return user.can(Permission.EXPORT_LIST) and first.pk != user.pk and can_ask(first)


def can_drop(user: User, wanted: ListExport) -> bool:
    """Whoever asked takes it back, whoever may be the second says no."""
    return can_agree(user, wanted) or (wanted.asked_by_id == user.pk and can_ask(user))


def can_take(user: User, wanted: ListExport) -> bool:
    """Only who asked, as long as she may, and only of the office that she still works in."""
    return can_ask(user) and wanted.asked_by_id == user.pk and wanted.office_id == user.office_id


def still_holds(wanted: ListExport) -> bool:
    """The second person's yes, as long as she could still say it."""
    return wanted.agreed_by is not None and can_agree(wanted.agreed_by, wanted)
