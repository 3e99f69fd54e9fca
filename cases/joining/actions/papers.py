"""A letter or certificate was made: that is noted, what stands on it is not."""

from __future__ import annotations

from cases.joining.permissions import can_look_after
from cases.volunteering.models import VolunteerProfile
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import Office, User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action


@action
def note_paper(*, profile: VolunteerProfile, by: User) -> Office:
    """Gives the office in whose name it is."""
    if by.pk != profile.pk and not can_look_after(by, profile):
        raise Refused
    if profile.user.office is None:
        raise Refused
    record("volunteer.paper", profile, by=by)
    return profile.user.office
