"""One sentence each: what a user may do in triage."""

from __future__ import annotations

from cases.requests.models import HelpRequest
from cases.requests.permissions import can_triage, is_kept_from
from cases.triage.models import GroupProposal, SavedView
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_assign(user: User, help_request: HelpRequest) -> bool:
    """Giving a request to somebody opens it to her: operators and coordinators who see it; never a lawyer."""
    return user.can(Permission.ASSIGN) and can_triage(user, help_request)


def can_give_back(user: User, help_request: HelpRequest) -> bool:
    """One's own request may always be laid down: that opens it to nobody."""
    return help_request.assigned_to_id == user.pk and can_triage(user, help_request)


def can_work_on(user: User, help_request: HelpRequest) -> bool:
    """To somebody of its own office who can answer it and whom the client does not keep away."""
    able = user.can(Permission.ANSWER) and user.office_id == help_request.office_id
    return able and not is_kept_from(user, help_request.client_id)


def can_dismiss(user: User, proposal: GroupProposal) -> bool:
    """Whoever may make a case from a proposed group may also say that it is none."""
    return user.can(Permission.GROUP) and user.office_id == proposal.office_id


def can_keep_view(user: User, view: SavedView) -> bool:
    """A saved view belongs to whoever made it."""
    return view.user_id == user.pk and user.can(Permission.SEE_QUEUE)
