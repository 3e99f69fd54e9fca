"""Who may do what to a colleague's account, one sentence each."""

from __future__ import annotations

from helpdesk.accounts.models import RoleGrant, Standstill, User
from helpdesk.accounts.roles import Permission
from helpdesk.team.models import SignInReset


def can_invite(user: User) -> bool:
    """Administrators invite."""
    return user.can(Permission.INVITE_USERS)


def can_propose_role(user: User, colleague: User) -> bool:
    """Nobody proposes a role for herself."""
    return user.can(Permission.PROPOSE_ROLE) and user != colleague


def can_confirm_role(user: User, grant: RoleGrant) -> bool:
    """The second person is neither the first nor the one it is about, and the first may still propose."""
    first = grant.proposed_by
    return (
        can_propose_role(user, grant.user)
        and first is not None
        and first != user
        and first.can(Permission.PROPOSE_ROLE)
    )


def can_revoke_role(user: User, grant: RoleGrant) -> bool:
    """One person is enough to take a role away, and anybody may lay down her own."""
    return user.can(Permission.PROPOSE_ROLE) or (user == grant.user and user.is_active)


def can_freeze(user: User, colleague: User) -> bool:
    """Whoever suspects something may stop a colleague at once, but not herself."""
    return user.can(Permission.FREEZE_USER) and user != colleague


def can_propose_reset(user: User, colleague: User) -> bool:
    """Letting somebody in anew begins with whoever may propose roles, never with herself."""
    return user.can(Permission.PROPOSE_ROLE) and user != colleague


def can_confirm_reset(user: User, reset: SignInReset) -> bool:
    """The second person is another one, and the first may still propose."""
    return (
        can_propose_reset(user, reset.user)
        and reset.proposed_by != user
        and reset.proposed_by.can(Permission.PROPOSE_ROLE)
    )


def can_lock_down(user: User) -> bool:
    """One person is enough to close the desk."""
    return user.can(Permission.LOCK_DOWN)


def can_agree_to_seal(user: User, still: Standstill) -> bool:
    """Another person than who asked, who still could ask herself."""
    first = still.seal_asked_by
    return (
        user.can(Permission.SEAL_KEYS)
        and first is not None
        and first != user
        and first.can(Permission.SEAL_KEYS)
    )


def can_agree_to_reopen(user: User, still: Standstill) -> bool:
    """As above: two people who may close the desk, and the first still may."""
    first = still.reopen_asked_by
    return (
        user.can(Permission.LOCK_DOWN)
        and first is not None
        and first != user
        and first.can(Permission.LOCK_DOWN)
    )
