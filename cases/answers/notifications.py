"""The client hears that there is an answer, contentless and only as she wished."""

from __future__ import annotations

from cases.requests.models import HelpRequest
from cases.requests.notifications import tell
from helpdesk.messaging.rules import Kind


def answered(help_request: HelpRequest) -> None:
    tell(help_request.client, Kind.ANSWER)
