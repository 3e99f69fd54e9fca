"""Lists that somebody wants to take out of the house, made by the real actions."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.lists import actions
from cases.lists.models import ListExport
from cases.requests.models import HelpRequest
from cases.triage.queries.finding import Sought
from helpdesk.accounts.models import User
from helpdesk.audit.guard import writing

WHY = "The city asks which months were full; its clerk gets it."


def came_earlier(*rows: HelpRequest) -> None:
    """Two hours ago: what came within this hour is in no list."""
    with writing():
        found = HelpRequest.objects.filter(pk__in=[row.pk for row in rows])
        found.update(received_at=timezone.now() - timedelta(hours=2))


def month(**more: str) -> Sought:
    """The last thirty days."""
    today = timezone.localdate()
    return Sought(since=today - timedelta(days=30), until=today, **more)


def ask_for_list(by: User, **more: str) -> ListExport:
    return actions.ask(sought=month(**more), reason=WHY, by=by)


def wanted_list(*rows: HelpRequest, by: User) -> ListExport:
    """One in which these requests stand, as far as they are of her office and she may know of them."""
    came_earlier(*rows)
    return ask_for_list(by)
