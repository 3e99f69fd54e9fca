"""One sentence each: what a user may do to one help request."""

from __future__ import annotations

from uuid import UUID

from cases.requests.models import Exclusion, HelpRequest
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission, Role


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
    if not user.can(Permission.REVEAL_STORY) or is_kept_from(user, help_request.client_id):
        return False
    if (
        user.has_role(Role.OPERATOR)
        and user.office_id == help_request.office_id
        and help_request.sensitivity < 3
    ):
        return True
    return help_request.assigned_to_id == user.pk or is_member_of_own_case(user, help_request)


def is_member_of_own_case(user: User, help_request: HelpRequest) -> bool:
    """A lawyer's live case gives her its members' requests."""
    if not user.has_role(Role.LAWYER):
        return False
    return help_request.memberships.filter(left_at=None, legal_case__lawyer=user).exists()


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
