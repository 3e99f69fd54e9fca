"""One sentence each: what a user may do to a mentorship."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from cases.mentoring.models import Mentorship
from cases.mentoring.steps import GRACE_DAYS, MENTOR_TIER, MentorshipStatus
from cases.requests.models import Exclusion, HelpRequest
from cases.requests.permissions import can_open, standing_tier
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role


def is_kept_from_household(user: User, household_id: UUID) -> bool:
    """Somebody in this household does not want this person to know of it.

    Pages ask `visible_to`, which knows; actions ask here.
    """
    return Exclusion.objects.households_kept_from(user).filter(pk=household_id).exists()


def is_of_the_desk(user: User, mentorship: Mentorship) -> bool:
    """Operators and coordinators of the office."""
    has_role = user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR)
    return has_role and user.office_id == mentorship.office_id


def can_start(user: User, help_request: HelpRequest) -> bool:
    """Give a household a mentor: whoever manages mentorships and may open the request."""
    return user.can(Permission.MANAGE_MENTORSHIPS) and can_open(user, help_request)


def can_manage(user: User, mentorship: Mentorship) -> bool:
    """End, extend, name a deputy: the desk."""
    return user.can(Permission.MANAGE_MENTORSHIPS) and is_of_the_desk(user, mentorship)


def is_mentor_of(user: User, mentorship: Mentorship) -> bool:
    """The mentor, while it runs and a few days more for the handover, as long as she is vetted."""
    last_day = mentorship.ends_on + timedelta(days=GRACE_DAYS)
    runs = mentorship.status == MentorshipStatus.RUNNING.value and timezone.localdate() <= last_day
    return runs and mentorship.mentor_id == user.pk and can_mentor(user)


def can_read_brief(user: User, mentorship: Mentorship) -> bool:
    """The mentor and operators of the office; a coordinator sees that it runs, not what it is about."""
    if user.has_role(Role.OPERATOR) and is_of_the_desk(user, mentorship):
        return True
    return is_mentor_of(user, mentorship)


def can_work(user: User, mentorship: Mentorship) -> bool:
    """Tick steps, check in and extend: the mentor and the desk; only the desk ends it."""
    return can_manage(user, mentorship) or is_mentor_of(user, mentorship)


def can_mentor(user: User) -> bool:
    """A vetted volunteer of tier 1 or more."""
    profile = getattr(user, "volunteer_profile", None)
    vetted = profile is not None and standing_tier(profile) >= MENTOR_TIER
    return vetted and user.can(Permission.MENTOR)


def can_see_signals(user: User) -> bool:
    """Safety signals are for coordinators alone (safety matrix)."""
    return user.has_role(Role.COORDINATOR)
