"""What mentors and coordinators are told, through the one gate, contentless."""

from __future__ import annotations

from cases.mentoring.models import Mentorship, SafetySignal
from cases.requests.models import Exclusion
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def given_a_household(mentor: User) -> None:
    """There is something new on her list."""
    tell_staff(mentor, Kind.TASK)


def reminded(mentor: User) -> None:
    """A check-in was due some days ago."""
    tell_staff(mentor, Kind.TASK)


def needs_a_word(mentorship: Mentorship) -> None:
    """A month needs a decision of the desk."""
    for coordinator in _coordinators(mentorship):
        tell_staff(coordinator, Kind.DIGEST)


def signal_raised(signal: SafetySignal) -> None:
    """Somebody does not feel safe: told at once."""
    for coordinator in _coordinators(signal.mentorship):
        tell_staff(coordinator, Kind.DANGER)


def _coordinators(mentorship: Mentorship) -> list[User]:
    """Those of the office whom nobody of the household keeps away."""
    people = User.objects.filter(
        office=mentorship.office_id, is_active=True, role_grants__role=Role.COORDINATOR.value
    )
    kept = Exclusion.objects.filter(client__household=mentorship.household_id, user__isnull=False).values(
        "user"
    )
    found = people.exclude(pk__in=kept).distinct().prefetch_related("role_grants")
    return [person for person in found if person.can(Permission.MANAGE_MENTORSHIPS)]
