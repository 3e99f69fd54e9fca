"""Roles: one person proposes, another confirms, either may take back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import RoleGrant, User
from helpdesk.accounts.roles import Role, may_sit_together
from helpdesk.audit.actions import record
from helpdesk.team import notifications
from helpdesk.team.permissions import can_confirm_role, can_propose_role, can_revoke_role
from helpdesk.team.queries import work_ends


@transaction.atomic
def propose_role(*, user: User, role: Role, by: User) -> RoleGrant:
    """Propose a role; it gives nothing until another person confirms it.

    Raises NotNow when she has it, when it is proposed already, or when it may not sit with hers.
    """
    if not can_propose_role(by, user):
        raise Refused
    held = _held_roles(user)
    if role in held:
        raise NotNow(_("This role is there already, or waits for the second person."))
    _check_together(held | {role})
    grant = RoleGrant.objects.create(user=user, role=role, proposed_by=by)
    record("team.propose_role", user, by=by, fields=[role.value])
    return grant


@transaction.atomic
def confirm_role(*, grant: RoleGrant, by: User) -> RoleGrant:
    """The second person agrees; from the next request on the role works."""
    held = _held_roles(grant.user)  # also locks the person, so two clicks wait for one another
    grant = RoleGrant.objects.select_related("user", "proposed_by").get(pk=grant.pk)
    if not can_confirm_role(by, grant):
        raise Refused
    if grant.confirmed_at is not None or grant.revoked_at is not None:
        raise NotNow(_("This proposal is no longer open."))
    _check_together(held)
    grant.confirmed_by, grant.confirmed_at = by, timezone.now()
    grant.save(update_fields=["confirmed_by", "confirmed_at"])
    record("team.confirm_role", grant.user, by=by, fields=[grant.role])
    notifications.roles_changed(grant.user)
    return grant


@transaction.atomic
def revoke_role(*, grant: RoleGrant, by: User) -> RoleGrant:
    """Take a role or a proposal back; from the next request on it works no more."""
    if not can_revoke_role(by, grant):
        raise Refused
    if not RoleGrant.objects.filter(pk=grant.pk, revoked_at=None).update(revoked_at=timezone.now()):
        raise NotNow(_("This role was taken back already."))
    grant.refresh_from_db()
    record("team.revoke_role", grant.user, by=by, fields=[grant.role])
    work_ends.send(User, user=grant.user)
    notifications.roles_changed(grant.user)
    return grant


def _held_roles(user: User) -> frozenset[Role]:
    """Roles that she has or that wait for the second person, with her row locked."""
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    grants = RoleGrant.objects.filter(user=user, revoked_at=None)
    return frozenset(Role(grant.role) for grant in grants)


def _check_together(roles: frozenset[Role]) -> None:
    if not may_sit_together(roles):
        raise NotNow(
            _("Administrator and auditor open no stories: these roles may not belong to one person.")
        )
