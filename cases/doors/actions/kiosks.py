"""Opening and closing our shared device. No sign-in of anybody goes with it."""

from __future__ import annotations

from helpdesk.accounts import kiosk
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def offer_kiosk(*, by: User) -> str:
    """A code that turns one device into a kiosk of the user's office."""
    if not by.can(Permission.CREATE_REQUEST) or by.office_id is None:
        raise Refused
    record("kiosk.offer", None, by=by)
    return kiosk.new_code(by.office_id)


@action
def close_kiosks(*, by: User) -> None:
    """Every device of the user's office is an ordinary browser again."""
    if not by.can(Permission.CREATE_REQUEST) or by.office_id is None:
        raise Refused
    record("kiosk.close", None, by=by)
    kiosk.close_all(by.office_id)
