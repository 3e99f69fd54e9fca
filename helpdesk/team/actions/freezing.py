"""Stopping somebody at once by one person, and letting her in anew by two."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from helpdesk.accounts.actions import end_sign_ins_of
from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.team.actions.letting_in import new_invitation
from helpdesk.team.models import SignInReset, TeamInvitation
from helpdesk.team.permissions import can_confirm_reset, can_freeze, can_propose_reset
from helpdesk.team.queries import work_ends


@transaction.atomic
def freeze_user(*, user: User, by: User | System, reason: str = "") -> None:
    """Stop all this person can do: sign-ins end, links die, no role works until two people agree."""
    if isinstance(by, User) and not can_freeze(by, user):
        raise Refused
    now = timezone.now()
    User.objects.filter(pk=user.pk, frozen_at=None).update(frozen_at=now)
    end_sign_ins_of(user)
    TeamInvitation.objects.open().filter(user=user).update(expires_at=now)
    record("team.freeze", user, by=by, reason=reason)
    work_ends.send(User, user=user)
    user.refresh_from_db(fields=["frozen_at"])


@transaction.atomic
def end_sessions(*, user: User, by: User) -> int:
    """Sign a colleague out everywhere (a lost telephone, a borrowed computer); how many sign-ins ended."""
    if not can_freeze(by, user):
        raise Refused
    ended = end_sign_ins_of(user)
    record("team.end_sessions", user, by=by)
    return ended


@transaction.atomic
def propose_reset(*, user: User, by: User) -> SignInReset:
    """Propose to let somebody in anew: after a lost factor, a forgotten password, or a freeze."""
    if not can_propose_reset(by, user):
        raise Refused
    User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    if SignInReset.objects.filter(user=user, confirmed_at=None).exists():
        raise NotNow(_("This is proposed already and waits for the second person."))
    reset = SignInReset.objects.create(user=user, proposed_by=by)
    record("team.propose_reset", user, by=by)
    return reset


@transaction.atomic
def confirm_reset(*, reset: SignInReset, by: User) -> str:
    """Agree: old password, factors and sign-ins are gone, the freeze ends; gives the secret of a new link."""
    locked = SignInReset.objects.select_for_update(of=("self",))
    reset = locked.select_related("user", "proposed_by").get(pk=reset.pk)
    if not can_confirm_reset(by, reset):
        raise Refused
    if reset.confirmed_at is not None:
        raise NotNow(_("This proposal is no longer open."))
    reset.confirmed_by, reset.confirmed_at = by, timezone.now()
    reset.save(update_fields=["confirmed_by", "confirmed_at"])
    user = reset.user
    end_sign_ins_of(user)
    for authenticator in Authenticator.objects.filter(user=user):
        authenticator.delete()  # one by one: each takes its sealed secret along
    user.set_unusable_password()
    user.is_active, user.frozen_at = False, None
    user.save(update_fields=["password", "is_active", "frozen_at"])
    token = new_invitation(user, by=by)[1]
    record("team.confirm_reset", user, by=by)
    return token
