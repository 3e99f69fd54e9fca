"""What the worker does for triage; ids only, and as often as it likes."""

from __future__ import annotations

import uuid
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from cases.requests.models import HelpRequest
from cases.triage.actions import keep_suggestion, propose_groups
from cases.triage.rules.regroup import regroup
from cases.triage.suggestions import backlog, backlogs, keep_counts, read_story
from helpdesk.sealing.errors import KeyErased

MOST_AT_ONCE = 500


@shared_task(name="cases.triage.compute_suggestion")
def compute_suggestion(request_id: str) -> None:
    """Reads one story and keeps what it says; an erased or unknown request is left alone."""
    help_request = HelpRequest.objects.select_related("inbox_key").filter(pk=uuid.UUID(request_id)).first()
    if help_request is None or help_request.inbox_key is None:
        return
    try:
        found = read_story(help_request)
    except KeyErased:
        return
    keep_suggestion(help_request=help_request, found=found)


@shared_task(name="cases.triage.suggest_missing")
def suggest_missing() -> int:
    """Asks for suggestions that a broker or worker lost, and counts what is common before a page has to.

    Run every few minutes by the beat.
    """
    keep_counts()
    waiting = HelpRequest.objects.open().filter(
        suggestion=None, inbox_key__isnull=False, received_at__gte=timezone.now() - timedelta(days=90)
    )
    ids = [
        str(pk)
        for pk in waiting.order_by("urgency_rank", "received_at").values_list("pk", flat=True)[:MOST_AT_ONCE]
    ]
    for request_id in ids:
        compute_suggestion.delay(request_id)
    return len(ids)


@shared_task(name="cases.triage.regroup_backlog")
def regroup_backlog() -> int:
    """Proposes groups over each office's backlog, country by country; run every hour by the beat."""
    made = 0
    for office, country in backlogs():
        made += propose_groups(office=office, country=country, found=regroup(backlog(office, country)))
    return made
