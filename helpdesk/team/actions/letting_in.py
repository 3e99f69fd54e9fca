"""Invitations: one secret link for one person for one day."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.accounts.actors import SYSTEM, Actor
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import Office, RoleGrant, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.actions import record
from helpdesk.team import notifications
from helpdesk.team.models import TeamInvitation
from helpdesk.team.permissions import can_invite
from helpdesk.team.rules import INVITATION_LIFE, hash_of, new_token


@transaction.atomic
def invite(*, email: str, name: str, language: str, office: Office, by: User) -> tuple[TeamInvitation, str]:
    """Invite somebody new, or again; gives the invitation and the secret of its link, which is not kept.

    Raises NotNow when this address already has an account in use.
    """
    if not can_invite(by):
        raise Refused
    address = User.objects.normalize_email(email).lower()
    fields = {"name": name, "language": language, "office": office}
    user = User.objects.select_for_update(of=("self",)).filter(email=address).first()
    if user is None:
        user = User.objects.create_user(address, None, is_active=False, **fields)
    elif user.is_active or user.frozen_at is not None or user.has_usable_password():
        raise NotNow(_("This person already has an account."))
    else:
        User.objects.filter(pk=user.pk).update(**fields)
    invitation, token = new_invitation(user, by=by)
    record("team.invite", user, by=by)
    notifications.invited(user)
    return invitation, token


def new_invitation(user: User, *, by: User | None) -> tuple[TeamInvitation, str]:
    """A fresh link for this user; every older one stops working."""
    TeamInvitation.objects.open().filter(user=user).update(expires_at=timezone.now())
    token = new_token()
    invitation = TeamInvitation.objects.create(
        user=user,
        token_hash=hash_of(token),
        invited_by=by,
        expires_at=timezone.now() + INVITATION_LIFE,
    )
    return invitation, token


def find_invitation(token: str) -> TeamInvitation | None:
    """The open invitation of this link; None for wrong, used and old ones alike."""
    return TeamInvitation.objects.open().select_related("user").filter(token_hash=hash_of(token)).first()


@transaction.atomic
def accept_invitation(*, token: str, name: str, language: str, password: str) -> User:
    """Use the link once: the person gets her name, language and password. Raises NotNow for a dead link."""
    locked = TeamInvitation.objects.open().select_for_update(of=("self",))
    invitation = locked.select_related("user").filter(token_hash=hash_of(token)).first()
    if invitation is None or invitation.user.frozen_at is not None:
        raise NotNow(_("This invitation was used or is too old. Ask for a new one."))
    invitation.used_at = timezone.now()
    invitation.save(update_fields=["used_at"])
    user = invitation.user
    user.name, user.language, user.is_active = name, language, True
    user.set_password(password)
    user.save(update_fields=["name", "language", "is_active", "password"])
    record("team.accept_invitation", user, by=user)
    return user


@transaction.atomic
def found_desk(*, administrator: str, coordinator: str, office: Office) -> dict[str, str]:
    """The first two people of an empty desk, who then decide on the rest; gives the secret of each link.

    Raises NotNow once anybody has an account: from then on two people decide.
    """
    if User.objects.exists():
        raise NotNow(_("This desk has people already. They invite others."))
    links = {}
    by: Actor = SYSTEM
    for email, role in ((administrator, Role.ADMINISTRATOR), (coordinator, Role.COORDINATOR)):
        user = User.objects.create_user(email, None, is_active=False, name=str(role.label), office=office)
        RoleGrant.objects.create(user=user, role=role, confirmed_at=timezone.now())
        links[email] = new_invitation(user, by=None)[1]
        record("team.found", user, by=by)
    return links
