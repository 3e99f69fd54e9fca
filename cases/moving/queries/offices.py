"""What is asked about offices: which there are, what keeps one open, and who waits to change hers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.duty.models import Shift
from cases.joining.models import Application
from cases.joining.workflow import OPEN_STATES
from cases.legal.models import LegalCase
from cases.mentoring.models import Mentorship
from cases.moving.models import PersonMove
from cases.moving.permissions import can_confirm_office
from cases.moving.queries.pieces import LIVE_TASKS
from cases.requests.models import HelpRequest
from cases.volunteering.models import Task
from helpdesk.accounts.models import Office, User

APPLYING = sorted(state.value for state in OPEN_STATES)


def what_is_there(office: Office) -> list[str | Promise]:
    """What keeps an office from being closed; names of kinds, never how many."""
    rows: list[tuple[str | Promise, QuerySet[Any]]] = [
        (_("people who work there"), User.objects.filter(office=office, is_active=True)),
        (_("open requests"), HelpRequest.objects.open().filter(office=office)),
        (_("open legal cases"), LegalCase.objects.open().filter(office=office)),
        (_("tasks on the board or taken"), Task.objects.filter(office=office, status__in=LIVE_TASKS)),
        (_("households with a mentor"), Mentorship.objects.running().filter(office=office)),
        (_("duty shifts ahead"), Shift.objects.filter(office=office, ends_at__gt=timezone.now())),
        (_("people who wait to go there"), PersonMove.objects.waiting().filter(to_office=office)),
        (_("open applications"), Application.objects.filter(office=office, state__in=APPLYING)),
    ]
    return [words for words, found in rows if found.exists()]


@dataclass
class OfficePage:
    """All offices, and moves of people that wait for a second person."""

    offices: list[Office] = field(default_factory=list)
    waiting: list[tuple[PersonMove, bool]] = field(default_factory=list)


def offices_for(user: User) -> OfficePage:
    """Two queries and one for the roles of whoever proposed."""
    rows = PersonMove.objects.visible_to(user).waiting()
    rows = rows.select_related("user__office", "to_office", "proposed_by")
    return OfficePage(
        list(Office.objects.order_by("closed_on", "name", "pk")),
        [(one, can_confirm_office(user, one)) for one in rows.prefetch_related("proposed_by__role_grants")],
    )
