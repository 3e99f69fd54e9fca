"""Logging a call, a message or a visit; asking whether a contact is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.core.cache import cache
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.doors.queries import known_by
from cases.doors.rules import MOST_LOOK_UPS
from cases.intake.actions import office_to_take, take_in
from cases.requests.actions import Contact, Need, enrol_client
from cases.requests.models import HelpRequest
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

HOUR = 60 * 60


def log_call(*, need: Need, contact: Contact, by: User, form_id: str) -> HelpRequest:
    """A need told to an operator; the same form sent twice, even at once, gives the same request."""
    if not by.can(Permission.CREATE_REQUEST):
        raise Refused
    need = replace(need, source_id=f"call:{form_id}", received_at=timezone.now())
    try:
        return _log_call(need=need, contact=contact, by=by)
    except IntegrityError:  # asked only then: a second click is rare, a query for each call is not
        twins = HelpRequest.objects.filter(source_id=need.source_id).select_related("client")
        twin: HelpRequest | None = twins.first()
        if twin is None:
            raise
        return twin


@action
def _log_call(*, need: Need, contact: Contact, by: User) -> HelpRequest:
    client = enrol_client(
        office=by.office or office_to_take(need.country),
        language=need.language,
        country=need.country,
        city=need.city,
        contact=contact,
        by=by,
    )
    return take_in(client, need, by=by)


@action
def look_up(*, mark: bytes, by: User) -> Sequence[HelpRequest]:
    """Requests with this contact that the user may see. Logged whether there are any or not.

    Raises NotNow after a great many look-ups in an hour: somebody tries numbers from a list.
    """
    if not by.can(Permission.CREATE_REQUEST):
        raise Refused
    name = f"look-ups:{by.pk}"
    cache.add(name, 0, HOUR)
    if cache.incr(name) > MOST_LOOK_UPS:
        raise NotNow(_("You have looked up very many contacts. Please wait an hour, or ask a coordinator."))
    record("contact.look_up", None, by=by)
    return known_by(mark, by)
