"""What a client does in her inbox that no other room does: reading."""

from __future__ import annotations

from cases.requests.actions import this_hour
from cases.requests.models import Client, Message
from cases.returning.actions import came_back
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import Refused
from helpdesk.audit.guard import action


@action
def mark_read(*, client: Client, by: ByReceipt) -> int:
    """Our unread messages are read now, to the hour; how many they were. Not logged: they are hers."""
    if by.client_id != client.pk:
        raise Refused
    came_back(client=client, by=by)
    unread = Message.objects.filter(
        help_request__client=client, from_client=False, read_by_client_at__isnull=True
    )
    return unread.update(read_by_client_at=this_hour())
