"""Everything that we hold of a client as one page of plain HTML to take away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.translation import get_language

from cases.casefile.queries.inbox import Thread, inbox_of, masked_contact
from cases.casefile.queries.wishes import Agreed, KeptAway, agreed_by, files_of, kept_away_by
from cases.requests.models import Client
from helpdesk.sealing.inbox import InboxKey


@dataclass(frozen=True)
class Everything:
    """What the file holds. Her own words are left out where her device may be searched."""

    client: Client
    contact: str
    threads: Sequence[Thread]
    consents: Sequence[Agreed]
    names: Sequence[KeptAway]


def everything_of(client: Client, key: InboxKey) -> Everything:
    """Opened with her own key only."""
    threads = inbox_of(client, key)
    files = files_of(client, key)
    for thread in threads:
        thread.files = files.get(thread.help_request.pk, [])
    return Everything(
        client, masked_contact(client, key), threads, agreed_by(client, key), kept_away_by(client, key)
    )


def as_page(everything: Everything) -> str:
    """One file without script, picture or address, in her language."""
    context = {"all": everything, "client": everything.client, "language": get_language()}
    return render_to_string("cases/casefile/export.html", context)
