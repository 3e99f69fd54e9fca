"""A person's consents as the desk sees them."""

from __future__ import annotations

from dataclasses import dataclass

from cases.requests.models import Consent, HelpRequest
from cases.requests.permissions import can_read_story
from helpdesk.accounts.models import User
from helpdesk.sealing.actions import reveal
from helpdesk.sealing.reasons import Reason


@dataclass(frozen=True)
class ConsentLine:
    """One consent; its words are empty for those who may not read the story."""

    consent: Consent
    wording: str = ""


def consents_of(help_request: HelpRequest, *, by: User) -> list[ConsentLine]:
    """What she agreed to, what holds first; one entry in the log when words are opened."""
    rows = list(
        Consent.objects.filter(client=help_request.client_id)
        .select_related("recorded_by", "client__mailbox_key")
        .order_by("-given_at", "id")
    )
    rows.sort(key=lambda row: row.withdrawn_at is not None)
    if not rows or not can_read_story(by, help_request):
        return [ConsentLine(row) for row in rows]
    words = reveal(rows, ["wording"], by=by, reason=Reason.ANSWER, subject=help_request)
    return [ConsentLine(row, opened["wording"]) for row, opened in zip(rows, words, strict=True)]
