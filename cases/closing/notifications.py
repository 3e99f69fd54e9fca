"""What is still on its way to a person who is gone."""

from __future__ import annotations

from cases.requests.models import Client
from helpdesk.messaging.gate import silence_client


def silence(client: Client) -> None:
    """Nothing that waits in the outbox is sent to her any more."""
    silence_client(client.pk)
