"""What the worker does with the outbox: one message after its commit, and every minute whatever is due."""

from __future__ import annotations

from uuid import UUID

from celery import shared_task

from helpdesk.messaging.actions import deliver
from helpdesk.messaging.models import OutgoingMessage

BATCH = 200


@shared_task(name="messaging.deliver_one", acks_late=True, ignore_result=True)
def deliver_one(message_id: str) -> None:
    """Deliver this message if it is due and nobody else does."""
    deliver(UUID(message_id))


@shared_task(name="messaging.sweep", ignore_result=True)
def sweep() -> int:
    """Deliver what is due: messages for now, failed ones, and those whose worker or broker died.

    The promise "nothing is lost" rests on this alone; the task after each commit only makes it quick.
    """
    due = OutgoingMessage.objects.due().order_by("not_before").values_list("pk", flat=True)[:BATCH]
    return sum(deliver(message_id) for message_id in list(due))
