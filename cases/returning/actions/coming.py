"""She is back: her date is kept or new, and the count of returns grows by one without a name."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from cases.requests.models import Client, HelpRequest
from cases.requests.workflow import Turn
from cases.returning.rules import RETURN_WITHIN, day_after
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import Refused
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action

# The rows are locked until the caller has marked them as read, so that two tabs are one return.
_COUNT = """
    WITH unread AS (
        SELECT message.help_request_id, asked.channel
        FROM cases_message AS message JOIN cases_helprequest AS asked ON asked.id = message.help_request_id
        WHERE asked.client_id = %s AND NOT message.from_client
            AND message.read_by_client_at IS NULL AND message.sent_at >= %s
        FOR UPDATE OF message
    )
    INSERT INTO cases_returncount (week, channel, count)
    SELECT %s, channel, count(DISTINCT help_request_id) FROM unread GROUP BY channel
    ON CONFLICT (week, channel) DO UPDATE SET count = cases_returncount.count + excluded.count
"""


@action
def came_back(*, client: Client, by: ByReceipt) -> None:
    """Called when she opens her inbox, before anything is marked as read.

    A return is counted when she sees an answer of the last seven days for the first time: by week and door,
    so that the row says nothing of anybody. A day on which she wanted to look is behind her now.
    """
    if by.client_id != client.pk:
        raise Refused
    today = timezone.localdate()
    monday = today - timedelta(days=today.weekday())
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, [client.pk, timezone.now() - RETURN_WITHIN, monday])
    looked = Q(look_again_on__lte=today) | Q(turn=Turn.CLIENT.value)
    HelpRequest.objects.filter(looked, client=client, ring_back=False, look_again_on__isnull=False).update(
        look_again_on=None
    )


@action
def choose_day(*, help_request: HelpRequest, way: str, by: ByReceipt) -> HelpRequest:
    """When she can look again. A call that we promised stays promised."""
    if help_request.client_id != by.client_id:
        raise Refused
    help_request.look_again_on = day_after(way, timezone.localdate())
    help_request.save(update_fields=["look_again_on"])
    record("request.look_again", help_request, by=by, fields=["look_again_on"])
    return help_request
