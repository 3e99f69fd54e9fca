"""Who hears of a new line: the other side, contentless."""

from __future__ import annotations

from cases.relay.models import Conversation
from cases.requests.notifications import tell
from helpdesk.messaging.gate import tell_staff
from helpdesk.messaging.rules import Kind


def tell_helper(conversation: Conversation) -> None:
    tell_staff(conversation.helper, Kind.TASK)


def tell_her(conversation: Conversation) -> None:
    tell(conversation.client, Kind.ANSWER)
