"""One sentence each: who may decide on a recall, keep canned replies, and make an article of an answer."""

from __future__ import annotations

from cases.requests.models import Message
from cases.requests.permissions import can_read_story
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission


def can_recall(user: User) -> bool:
    """Only a lawyer says whether an old advice has to be corrected."""
    return user.can(Permission.RECALL_ADVICE)


def can_draft_from(user: User, message: Message) -> bool:
    """Her own reply, in a thread that she may still read."""
    is_own = not message.from_client and message.author_id == user.pk
    return is_own and user.can(Permission.EDIT_ARTICLES) and can_read_story(user, message.help_request)


def can_keep_canned(user: User) -> bool:
    """Editors alone: what is said to many in one wording is theirs, as articles are (safety matrix)."""
    return user.can(Permission.EDIT_CANNED)
