"""One sentence each: what a user may do to one help request."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from cases.requests.models import Exclusion, HelpRequest
from cases.requests.rules import TERMS_VERSION
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role

VETTED = "vetted"  # the word of the volunteers' room


def is_kept_from(user: User, client_id: UUID) -> bool:
    """The client does not want this person to know anything of her."""
    return Exclusion.objects.filter(user=user, client=client_id).exists()


def can_open(user: User, help_request: HelpRequest) -> bool:
    """The page with its metadata: everyone the queryset shows it to."""
    return (
        user.can(Permission.OPEN_REQUEST)
        and HelpRequest.objects.visible_to(user).filter(pk=help_request.pk).exists()
    )


def can_read_story(user: User, help_request: HelpRequest) -> bool:
    """Story, messages and notes: operators of the office, lawyers with a grant; not the coordinator.

    Nobody whom the client keeps away.
    """
    return can_read_seen(user, help_request) and not is_kept_from(user, help_request.client_id)


def can_read_seen(user: User, help_request: HelpRequest) -> bool:
    """The same of a row that was asked for with `visible_to(user)`, which leaves out who keeps her away."""
    if not user.can(Permission.REVEAL_STORY):
        return False
    if (
        user.has_role(Role.OPERATOR)
        and user.office_id == help_request.office_id
        and help_request.sensitivity < 3
    ):
        return True
    return help_request.assigned_to_id == user.pk or is_member_of_own_case(user, help_request)


def is_member_of_own_case(user: User, help_request: HelpRequest) -> bool:
    """A lawyer's live case gives her its members' requests; so does a case that lets somebody in by name."""
    live = Q(left_at=None)
    let_in = Q(legal_case__grants__user=user, legal_case__grants__ended_at=None)
    named = let_in & Q(legal_case__grants__until__gte=timezone.localdate())
    if user.has_role(Role.LAWYER):
        named |= Q(legal_case__lawyer=user)
    elif not user.has_role(Role.OPERATOR):
        return False
    return help_request.memberships.filter(live & named).exists()


def can_seal(user: User, help_request: HelpRequest) -> bool:
    """Sealing off protects, so whoever may open it and seal may do it alone."""
    return user.can(Permission.SEAL) and can_open(user, help_request)


def can_unseal(user: User, help_request: HelpRequest) -> bool:
    """One of the two: a lawyer who may open it, or a coordinator of its office. Nobody who is kept away."""
    if not user.can(Permission.UNSEAL) or is_kept_from(user, help_request.client_id):
        return False
    if user.has_role(Role.COORDINATOR) and user.office_id == help_request.office_id:
        return True
    return user.has_role(Role.LAWYER) and can_open(user, help_request)


def can_write(user: User, help_request: HelpRequest) -> bool:
    """Replies and notes: whoever may read the story and answer."""
    return user.can(Permission.ANSWER) and can_read_story(user, help_request)


def can_triage(user: User, help_request: HelpRequest) -> bool:
    """Topic, urgency, flags, owner: whoever may open it and triage; a coordinator may, on metadata."""
    return user.can(Permission.TRIAGE) and can_open(user, help_request)


def can_close(user: User, help_request: HelpRequest) -> bool:
    """Close and reopen: whoever may open it and close."""
    return user.can(Permission.CLOSE) and can_open(user, help_request)


def can_record_consent(user: User, help_request: HelpRequest) -> bool:
    """Note what the person agreed to: whoever may read her story and answer her."""
    return can_write(user, help_request)


def can_withdraw_consent(user: User, help_request: HelpRequest) -> bool:
    """Note that she takes it back: whoever may note it, and a coordinator of her office."""
    if can_write(user, help_request):
        return True
    return user.has_role(Role.COORDINATOR) and can_open(user, help_request)


def in_standing(tier: int, prefix: str = "") -> Q:
    """Volunteers vetted for this tier, not longer than a year ago, who accepted the terms of today.

    `prefix` leads to the profile; boards of tasks and of households ask in the same words.
    """
    conditions = {
        "state": VETTED,
        "tier__gte": tier,
        "terms_version": TERMS_VERSION,
        "renew_on__gte": timezone.localdate(),
    }
    return Q(**{f"{prefix}{name}": value for name, value in conditions.items()})


def standing_tier(profile: Any) -> int:
    """What `in_standing` says, for one profile at hand: the tier that works today."""
    renewed = profile.renew_on is not None and profile.renew_on >= timezone.localdate()
    stands = profile.state == VETTED and renewed and profile.terms_version == TERMS_VERSION
    return int(profile.tier) if stands else 0
