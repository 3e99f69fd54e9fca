"""The end of an account: a role laid down for good, and much later a pseudonym in place of a name."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.utils import timezone

from helpdesk.accounts.actions import end_sign_ins_of
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.errors import Refused
from helpdesk.accounts.models import RoleGrant, User
from helpdesk.accounts.roles import Permission, Role
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.team.models import TeamInvitation
from helpdesk.team.queries import work_ends
from helpdesk.team.rules import new_pseudonym


@action
def close_account(*, user: User, role: Role, by: User) -> None:
    """This role is over and every sign-in ends; with the last role the account itself is closed."""
    if by.pk != user.pk and not by.can(Permission.PROPOSE_ROLE):
        raise Refused
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    now = timezone.now()
    RoleGrant.objects.filter(user=user, role=role.value, revoked_at=None).update(revoked_at=now)
    end_sign_ins_of(user)
    record("team.revoke_role", user, by=by, fields=[role.value])
    work_ends.send(User, user=user)
    if RoleGrant.objects.filter(user=user, revoked_at=None, confirmed_at__isnull=False).exists():
        return
    RoleGrant.objects.filter(user=user, revoked_at=None).update(revoked_at=now)  # what was only proposed
    TeamInvitation.objects.open().filter(user=user).update(expires_at=now)
    _forget_factors(user)
    user.set_unusable_password()
    user.is_active = False
    user.save(update_fields=["password", "is_active"])
    record("team.close_account", user, by=by)


@action
def become_pseudonym(*, user: User, by: Actor) -> None:
    """Name and address go, the row stays: the access log and old tasks still point to one and the same."""
    end_sign_ins_of(user)
    _forget_factors(user)
    user.name, user.email = new_pseudonym(), f"{user.pk}@left.invalid"
    user.set_unusable_password()
    user.is_active, user.last_login = False, None
    user.save(update_fields=["name", "email", "password", "is_active", "last_login"])
    record("team.become_pseudonym", user, by=by)


def _forget_factors(user: User) -> None:
    for authenticator in Authenticator.objects.filter(user=user):
        authenticator.delete()  # one by one: each takes its sealed secret along
