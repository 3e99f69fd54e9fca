"""Who hears of a list, at once and without a word of what it is."""

from __future__ import annotations

from cases.lists.models import ListExport
from helpdesk.accounts.roles import Role
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind
from helpdesk.team.queries import people_with_role


def second_person_wanted(wanted: ListExport) -> None:
    """Every other coordinator: one of them has to agree."""
    for user in people_with_role(Role.COORDINATOR):
        if user.pk != wanted.asked_by_id:
            tell_staff(user, Kind.LIST)


def may_be_taken(wanted: ListExport) -> None:
    """She has an hour."""
    tell_staff(wanted.asked_by, Kind.LIST)
