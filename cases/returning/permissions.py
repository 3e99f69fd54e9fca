"""One sentence each: who rings, who says that two mailboxes are one person's, and who gives threads back."""

from __future__ import annotations

from datetime import datetime

from cases.requests.models import Client, HelpRequest
from cases.requests.permissions import can_read_story
from cases.returning.models import ClientLink
from cases.returning.rules import ASK_LIVES
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

HAS_NUMBER = frozenset({"phone", "messenger"})


def can_ring(user: User, help_request: HelpRequest) -> bool:
    """Whoever may read her words may speak with her."""
    return user.can(Permission.RING_BACK) and can_read_story(user, help_request)


def can_link(user: User, help_request: HelpRequest) -> bool:
    """Whoever reads the new request may say whose it is; it opens nothing that she could not open before."""
    return user.can(Permission.LINK_CLIENTS) and can_read_story(user, help_request)


def knows(user: User, client: Client) -> bool:
    """She may open something of this person's, and is not kept away."""
    return HelpRequest.objects.visible_to(user).filter(client=client).exists()


def can_ask_back(user: User, link: ClientLink) -> bool:
    """An active colleague who knows both mailboxes."""
    return user.can(Permission.LINK_CLIENTS) and knows(user, link.newer) and knows(user, link.older)


def waits_for(user: User, link: ClientLink, now: datetime) -> bool:
    """A colleague's fresh word that another person may confirm."""
    if link.given_back_at is not None or link.asked_at is None or link.asked_at < now - ASK_LIVES:
        return False
    return link.asked_by_id != user.pk


def can_confirm_back(user: User, link: ClientLink, now: datetime) -> bool:
    """A second person, while the first one still may and her word is fresh."""
    if link.asked_by is None or not waits_for(user, link, now):
        return False
    return can_ask_back(user, link) and can_ask_back(link.asked_by, link)
