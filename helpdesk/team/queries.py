"""What the page of people asks."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.dispatch import Signal

from helpdesk.accounts.models import RoleGrant, User
from helpdesk.accounts.roles import BLIND_ROLES, Permission, Role
from helpdesk.team.models import SignInReset, TeamInvitation

# Sent when somebody may work here no more, or not in this role, with `user`: rooms above hand her work on.
work_ends = Signal()


def people_visible_to(user: User) -> QuerySet[User]:
    """People with their roles and open invitations: coordinators see their office, blind roles everybody."""
    if not user.can(Permission.LIST_USERS):
        return User.objects.none()
    seen = (
        User.objects.all() if user.roles & BLIND_ROLES else User.objects.filter(office_id=user.office_id or 0)
    )
    grants = RoleGrant.objects.filter(revoked_at=None).select_related("proposed_by").order_by("role")
    return (
        seen.select_related("office")
        .prefetch_related(
            Prefetch("role_grants", queryset=grants),
            Prefetch("invitations", queryset=TeamInvitation.objects.open(), to_attr="open_invitations"),
            Prefetch(
                "sign_in_resets",
                queryset=SignInReset.objects.filter(confirmed_at=None).select_related("proposed_by"),
                to_attr="waiting_resets",
            ),
        )
        .order_by("name", "pk")
    )


def waiting_for_second_person(user: User) -> QuerySet[RoleGrant]:
    """Roles that one person proposed and nobody confirmed yet, oldest first."""
    return (
        RoleGrant.objects.filter(confirmed_at=None, revoked_at=None, user__in=people_visible_to(user))
        .select_related("user", "proposed_by")
        .order_by("proposed_at")
    )


def people_with_role(*roles: Role) -> QuerySet[User]:
    """Everybody who may work in one of these roles now."""
    live = RoleGrant.objects.filter(
        role__in=[role.value for role in roles], confirmed_at__isnull=False, revoked_at=None
    )
    return User.objects.filter(is_active=True, frozen_at=None, pk__in=live.values("user")).order_by("pk")
