"""Scheduled work of relay."""

from celery import shared_task

from cases.relay import actions


@shared_task(name="cases.relay.forget_ended")
def forget_conversations() -> int:
    """Erases what was written in conversations that ended."""
    return actions.forget_ended()
