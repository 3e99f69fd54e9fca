"""One sentence each: what a user may do to a mentorship."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from cases.mentoring.models import Mentorship
from cases.mentoring.steps import GRACE_DAYS, MentorshipStatus
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role


def is_of_the_desk(user: User, mentorship: Mentorship) -> bool:
    """Operators and coordinators of the office."""
    has_role = user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR)
    return has_role and user.office_id == mentorship.office_id


def can_manage(user: User, mentorship: Mentorship) -> bool:
    """End, extend, name a deputy: the desk."""
    return user.can(Permission.MANAGE_MENTORSHIPS) and is_of_the_desk(user, mentorship)


def is_mentor_of(user: User, mentorship: Mentorship) -> bool:
    """The mentor, while it runs and a few days more for the handover."""
    last_day = mentorship.ends_on + timedelta(days=GRACE_DAYS)
    runs = mentorship.status == MentorshipStatus.RUNNING.value and timezone.localdate() <= last_day
    return runs and mentorship.mentor_id == user.pk


def can_read_brief(user: User, mentorship: Mentorship) -> bool:
    """The mentor and operators of the office; a coordinator sees that it runs, not what it is about."""
    if is_mentor_of(user, mentorship):
        return True
    return user.has_role(Role.OPERATOR) and user.office_id == mentorship.office_id


def can_work(user: User, mentorship: Mentorship) -> bool:
    """Tick steps and check in: the mentor and the desk."""
    return is_mentor_of(user, mentorship) or can_manage(user, mentorship)


def can_mentor(user: User) -> bool:
    """A vetted volunteer of tier 1 or more who is at work."""
    profile = getattr(user, "volunteer_profile", None)
    return bool(profile and profile.state == "vetted" and profile.tier >= 1 and user.can(Permission.MENTOR))
