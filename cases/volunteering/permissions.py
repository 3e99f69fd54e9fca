"""One sentence each: what a user may do to a task, a claim or a profile."""

from __future__ import annotations

from django.utils import timezone

from cases.requests.permissions import is_kept_from, standing_tier
from cases.requests.rules import TERMS_VERSION
from cases.volunteering.models import Break, Claim, Task, VolunteerProfile
from cases.volunteering.workflow import LIMIT_BY_TIER, LIVE_CLAIM, ClaimState, TaskKind, VolunteerState
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role


def is_known(user: User, task: Task) -> bool:
    """Nobody works on a task for a client who keeps her away."""
    return task.help_request is None or not is_kept_from(user, task.help_request.client_id)


def is_of_the_desk(user: User, task: Task) -> bool:
    """Operators and coordinators of the task's office, and the lawyer who made it."""
    if not is_known(user, task):
        return False
    if user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR):
        return user.office_id == task.office_id
    return user.has_role(Role.LAWYER) and task.made_by_id == user.pk


def can_manage(user: User, task: Task) -> bool:
    """Withdraw a task or take a claim away: the desk."""
    return user.can(Permission.MANAGE_TASKS) and is_of_the_desk(user, task)


def can_decide(user: User, task: Task) -> bool:
    """Say yes or no to a claim: the desk, but never to one's own."""
    return user.can(Permission.APPROVE_CLAIM) and is_of_the_desk(user, task)


def is_claim_open(claim: Claim) -> bool:
    """An approved claim opens the brief until its last day."""
    return claim.state == ClaimState.APPROVED.value and claim.ends_on >= timezone.localdate()


def can_read_brief(user: User, task: Task, claim: Claim | None) -> bool:
    """The volunteer with an approved claim who is vetted for it, operators of the office, its lawyer."""
    if not is_known(user, task):
        return False
    if claim is not None and claim.volunteer_id == user.pk and claim.task_id == task.pk:
        return is_claim_open(claim) and may_still_hold(user, task)
    if user.has_role(Role.OPERATOR) and user.office_id == task.office_id:
        return True
    return user.has_role(Role.LAWYER) and task.made_by_id == user.pk


def may_still_hold(user: User, task: Task) -> bool:
    """Whoever is no longer vetted for this tier reads nothing more, whatever was approved before."""
    profile = VolunteerProfile.objects.filter(pk=user.pk).first()
    return user.can(Permission.CLAIM_TASK) and profile is not None and task.tier <= allowed_tier(profile)


def stands_for(profile: VolunteerProfile, task: Task) -> bool:
    """A claim of tier 1 of a kind chosen for her, in her own office, opens without a yes each time."""
    here = profile.user.office_id == task.office_id
    return task.tier == 1 and here and task.kind in profile.standing_kinds


def can_approve_standing(user: User, profile: VolunteerProfile) -> bool:
    """The desk of the volunteer's office, never for oneself."""
    here = user.office_id is not None and user.office_id == profile.user.office_id
    return user.can(Permission.APPROVE_CLAIM) and here and user.pk != profile.pk


def is_resting(profile: VolunteerProfile) -> bool:
    """Somebody on a break is offered nothing."""
    today = timezone.localdate()
    return Break.objects.filter(profile=profile, from_on__lte=today, to_on__gte=today).exists()


def allowed_tier(profile: VolunteerProfile) -> int:
    """Unvetted people get tier-0 tasks only, and so does whoever owes a yes to the terms or a new year."""
    if profile.state == VolunteerState.LEFT.value:
        return -1
    return standing_tier(profile)


def owes_terms(user: User) -> bool:
    """Whether she has to read the terms of today before anything with contact is shown to her."""
    here = VolunteerProfile.objects.filter(pk=user.pk).exclude(state=VolunteerState.LEFT.value)
    return here.exclude(terms_version=TERMS_VERSION).exists()


def most_places(profile: VolunteerProfile) -> int:
    """How many tasks she may hold at once: her own limit, never above that of her tier."""
    return min(profile.most_tasks, LIMIT_BY_TIER.get(allowed_tier(profile), 0))


def free_places(profile: VolunteerProfile) -> int:
    """How many more tasks she may take now."""
    live = Claim.objects.filter(
        volunteer_id=profile.pk, state__in=[state.value for state in LIVE_CLAIM]
    ).count()
    return max(0, most_places(profile) - live)


def can_keep_flats(user: User) -> bool:
    """Operators and coordinators keep the list of flats of their office."""
    return user.can(Permission.APPROVE_CLAIM) and user.office_id is not None


def can_search_flat(user: User, task: Task) -> bool:
    """Needs and viewings of one search: the desk of the task, and the volunteer who holds it."""
    if task.kind != TaskKind.HOUSING.value or not is_known(user, task):
        return False
    if user.can(Permission.APPROVE_CLAIM) and is_of_the_desk(user, task):
        return True
    claim = Claim.objects.filter(task=task, volunteer=user, state=ClaimState.APPROVED.value).first()
    return claim is not None and can_read_brief(user, task, claim)


def can_read_owner(user: User, task: Task) -> bool:
    """Whose flat it is and where: whoever may read the brief of the search."""
    claim = Claim.objects.filter(task=task, volunteer=user, state=ClaimState.APPROVED.value).first()
    return can_read_brief(user, task, claim)
