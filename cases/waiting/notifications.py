"""Who hears that a topic is open again: those who waited; and the worker that tells them."""

from __future__ import annotations

from celery import current_app
from django.db import transaction

from cases.requests.models import Client
from cases.requests.notifications import tell
from cases.waiting.models import TopicPause
from helpdesk.messaging.rules import Kind


def ask_for_release(pause: TopicPause) -> None:
    """Hands the ended pause to the worker after the commit; the sweep finds it if the broker is down."""
    name, arguments = "cases.waiting.release", [str(pause.pk)]
    transaction.on_commit(lambda: current_app.send_task(name, arguments, retry=False), robust=True)


def open_again(client: Client) -> None:
    """One contentless message: there is something new for you."""
    tell(client, Kind.ANSWER)
