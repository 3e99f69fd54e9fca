"""A person whose threads went to a new receipt is told at her old contact, without a word of content."""

from __future__ import annotations

from cases.requests.models import Client
from cases.requests.notifications import tell
from helpdesk.messaging.rules import Kind


def threads_moved(older: Client) -> None:
    """If somebody else got them, the right one finds her receipt dead and rings us."""
    tell(older, Kind.ANSWER)
