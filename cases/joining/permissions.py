"""One sentence each: what a user may do to an application or to a volunteer's file."""

from __future__ import annotations

from cases.joining.models import Application
from cases.volunteering.models import VolunteerProfile
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role


def can_vet(user: User, application: Application) -> bool:
    """Coordinators of the office and administrators; nobody says yes to herself."""
    here = user.has_role(Role.ADMINISTRATOR) or user.office_id == application.office_id
    return user.can(Permission.VET_VOLUNTEERS) and here and application.user_id != user.pk


def can_read_application(user: User, application: Application) -> bool:
    """Names, notes and references: coordinators of the office. An administrator sees that they are there."""
    return user.can(Permission.READ_APPLICATIONS) and can_vet(user, application)


def can_look_after(user: User, profile: VolunteerProfile) -> bool:
    """A volunteer's file: coordinators of her office, never her own."""
    here = user.office_id is not None and user.office_id == profile.user.office_id
    return user.can(Permission.READ_APPLICATIONS) and here and user.pk != profile.pk


def can_leave(user: User, profile: VolunteerProfile) -> bool:
    """Whoever wants to go goes; a coordinator of the office may end it as well."""
    return user.pk == profile.pk or can_look_after(user, profile)
