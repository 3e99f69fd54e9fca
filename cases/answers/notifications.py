"""The client hears of something new, contentless and only as she wished; the worker hears of its work."""

from __future__ import annotations

from celery import current_app
from django.db import transaction

from cases.answers.models import AdviceRecall, SharedAnswer
from cases.requests.models import Client, HelpRequest
from cases.requests.notifications import tell
from helpdesk.messaging.rules import Kind


def answered(help_request: HelpRequest) -> None:
    tell(help_request.client, Kind.ANSWER)


def corrected(client: Client) -> None:
    tell(client, Kind.ANSWER)


def corrections_wait(recall: AdviceRecall) -> None:
    """After commit, asks the worker to send; a lost message is found again by the beat."""
    recall_id = str(recall.pk)
    transaction.on_commit(
        lambda: current_app.send_task("cases.answers.send_corrections", [recall_id], retry=False),
        robust=True,
    )


def shared_answer_waits(shared: SharedAnswer) -> None:
    """After commit, asks the worker to send; a lost message is found again by the beat."""
    answer_id = str(shared.pk)
    transaction.on_commit(
        lambda: current_app.send_task("cases.answers.send_shared_answer", [answer_id], retry=False),
        robust=True,
    )
