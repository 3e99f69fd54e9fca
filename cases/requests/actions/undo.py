"""The way back: a request stands again exactly as it stood before the last decision."""

from __future__ import annotations

from django.utils.translation import gettext as _

from cases.requests.actions import change_status, locked
from cases.requests.models import HelpRequest
from cases.requests.queries import State
from cases.requests.workflow import Status, Turn
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import NotNow
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

RESTORED = (
    "turn_since", "assigned_to_id", "topic_id", "urgency", "flags", "flags_suggested", "deadline_on",
)  # fmt: skip


def check_unchanged(help_request: HelpRequest, seen: int) -> HelpRequest:
    """The request, fresh and held. NotNow when anything has happened to it since that decision."""
    fresh = locked(help_request)
    if fresh.version != seen:
        raise NotNow(_("Something has happened here since. Nothing was undone: look, then decide anew."))
    return fresh


@action
def put_back(*, help_request: HelpRequest, state: State, by: Actor, kind: str = "undone") -> HelpRequest:
    """Everything that decisions change, as it was; only the version goes on. Who may is asked by the room."""
    fresh = locked(help_request)
    change_status(help_request=fresh, to=Status(state.status), by=by, kind=kind, turn=Turn(state.turn))
    for name in RESTORED:
        value = getattr(state, name)
        setattr(fresh, name, list(value) if name == "flags" else value)
    fresh.save(update_fields=[name.removesuffix("_id") for name in RESTORED])
    record("request.put_back", fresh, by=by, fields=["status", "turn", "assigned_to"])
    return fresh
