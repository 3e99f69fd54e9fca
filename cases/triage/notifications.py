"""Who hears of danger: there is no rota yet, so every operator of the office."""

from __future__ import annotations

from django.db.models import QuerySet

from cases.requests.models import HelpRequest
from cases.requests.workflow import Channel
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def operators_of(office_id: int) -> QuerySet[User]:
    """Operators of one office whose role two people agreed on."""
    return User.objects.filter(
        office_id=office_id,
        is_active=True,
        frozen_at=None,
        role_grants__role=Role.OPERATOR.value,
        role_grants__confirmed_at__isnull=False,
        role_grants__revoked_at=None,
    ).distinct()


def danger(help_request: HelpRequest) -> None:
    """A new request speaks of danger. Imported ones are old news and only stand first in the queue."""
    if help_request.channel == Channel.IMPORT.value:
        return
    for user in operators_of(help_request.office_id):
        tell_staff(user, Kind.DANGER)
