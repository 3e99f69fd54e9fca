"""Who pays for one thing: the tag on a request, a case, a consultation or a task."""

from __future__ import annotations

from cases.funding.models import Funder
from cases.legal.models import Consultation, LegalCase
from cases.reports.permissions import can_tag
from cases.requests.models import HelpRequest
from cases.volunteering.models import Task
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

Tagged = HelpRequest | LegalCase | Consultation | Task


@action
def tag(*, thing: Tagged, funder: Funder | None, by: User) -> None:
    """Sets or takes off the tag; the same tag twice is one."""
    if not can_tag(by, funder):
        raise Refused
    model = type(thing)
    fresh = model.objects.select_for_update(of=("self",)).get(pk=thing.pk)
    if fresh.funder_id == (funder.pk if funder else None):
        return
    model.objects.filter(pk=thing.pk).update(funder=funder)
    thing.funder = funder
    record("funder.tag", fresh, by=by, fields=["funder"])
