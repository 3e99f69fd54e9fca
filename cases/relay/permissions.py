"""One sentence each: who may write in a conversation and open it."""

from __future__ import annotations

from cases.relay.models import Conversation
from cases.requests.permissions import is_kept_from, standing_tier
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def is_helper(user: User, conversation: Conversation) -> bool:
    """The volunteer or mentor of it, while it lives, as long as she is vetted and not kept away."""
    profile = getattr(user, "volunteer_profile", None)
    vetted = profile is not None and standing_tier(profile) >= 1
    may = vetted and user.can(Permission.CLAIM_TASK, Permission.MENTOR)
    mine = conversation.helper_id == user.pk and conversation.is_live
    return mine and may and not is_kept_from(user, conversation.client_id)


def is_side(by: User | ByReceipt, conversation: Conversation) -> bool:
    """One of the two who talk, while it lives."""
    if isinstance(by, ByReceipt):
        return by.client_id == conversation.client_id and conversation.is_live
    return is_helper(by, conversation)
