"""Who hears of a new request: the worker that computes suggestions."""

from __future__ import annotations

from celery import current_app
from django.db import transaction

from cases.requests.models import HelpRequest


def ask_for_suggestion(help_request: HelpRequest) -> None:
    """Hands the request's id to triage after the commit.

    By the task's name, because triage stands above intake and is not known here; the worker holds the private
    key, this process may not. A broker that is down must not turn a saved story into an error page: triage's
    own sweep finds requests without a suggestion.
    """
    request_id = str(help_request.pk)
    transaction.on_commit(
        lambda: current_app.send_task("cases.triage.compute_suggestion", [request_id], retry=False),
        robust=True,
    )
