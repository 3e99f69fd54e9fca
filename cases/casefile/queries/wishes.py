"""A client's own lists: what she agreed to, whom she keeps away, and what would be gone with an erasure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from cases.files.models import Attachment
from cases.legal.models import Invitation
from cases.referrals.models import OWN_DATA_SET_CHOICES, Referral
from cases.referrals.queries import open_asks
from cases.requests.models import Client, Consent, Exclusion, HelpRequest, Message, Note
from cases.requests.queries import CONSENT_WORDS
from cases.requests.workflow import Purpose
from cases.volunteering.models import Task
from helpdesk.sealing.actions import open_with
from helpdesk.sealing.inbox import InboxKey

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise


@dataclass(frozen=True)
class Agreed:
    """One consent in the words that she was told."""

    consent: Consent
    wording: str

    @property
    def is_live(self) -> bool:
        return self.consent.withdrawn_at is None


@dataclass(frozen=True)
class KeptAway:
    """One name that she typed; None where her own words are not to be shown."""

    entry: UUID
    name: str | None
    made_at: datetime


@dataclass(frozen=True)
class Gone:
    """How many of each would be gone; and how many lines of statistics would stay, one for each request."""

    requests: int
    own_messages: int
    our_messages: int
    notes: int
    files: int
    meetings: int
    tasks: int
    consents: int
    names: int


def agreed_by(client: Client, key: InboxKey) -> list[Agreed]:
    """Everything she ever agreed to, what still holds first."""
    rows = list(Consent.objects.filter(client=client).order_by("-given_at", "id"))
    for row in rows:
        row.client = client
    words = open_with(key, rows, ["wording"])
    found = [Agreed(row, opened["wording"]) for row, opened in zip(rows, words, strict=True)]
    return sorted(found, key=lambda agreed: not agreed.is_live)


def offered_to(agreed: list[Agreed], purposes: tuple[Purpose, ...]) -> list[tuple[str, object]]:
    """What she could agree to by herself and has not: code and sentence."""
    live = {line.consent.purpose for line in agreed if line.is_live}
    return [(purpose.value, CONSENT_WORDS[purpose]) for purpose in purposes if purpose.value not in live]


def kept_away_by(client: Client, key: InboxKey) -> list[KeptAway]:
    """The names she typed, each once, whether anybody bears them or not."""
    rows = list(Exclusion.objects.filter(client=client).order_by("entry", "id").distinct("entry"))
    rows.sort(key=lambda row: (row.made_at, str(row.entry)))
    for row in rows:
        row.client = client
    if client.device_may_be_searched:
        return [KeptAway(row.entry, None, row.made_at) for row in rows]
    names = open_with(key, rows, ["name"])
    return [KeptAway(row.entry, words["name"], row.made_at) for row, words in zip(rows, names, strict=True)]


@dataclass(frozen=True)
class File:
    """One file that she sent; no name where her own words are not to be shown."""

    attachment: Attachment
    name: str | None


def files_of(client: Client, key: InboxKey) -> dict[UUID, list[File]]:
    """Her files by request, with the names she gave them."""
    rows = list(
        Attachment.objects.filter(help_request__client=client, help_request__inbox_key__isnull=False)
        .select_related("help_request__inbox_key")
        .order_by("uploaded_at", "id")
    )
    hidden = client.device_may_be_searched
    names = [None] * len(rows) if hidden else [words["name"] for words in open_with(key, rows, ["name"])]
    found: dict[UUID, list[File]] = {}
    for row, name in zip(rows, names, strict=True):
        found.setdefault(row.help_request_id, []).append(File(row, name))
    return found


@dataclass(frozen=True)
class Ask:
    """A hand-over that waits for her yes or no; `summary` hidden on a searched device."""

    referral: Referral
    choices: list[tuple[str, StrPromise]]
    summary: str


def asks_of(client: Client, key: InboxKey) -> list[Ask]:
    """What we ask her to let us pass on."""
    rows = open_asks(client)
    words = [""] * len(rows)
    if rows and not client.device_may_be_searched:
        words = [found["summary"] for found in open_with(key, rows, ["summary"])]
    return [
        Ask(row, [(code, name) for code, name in OWN_DATA_SET_CHOICES if code in row.data_sets], text)
        for row, text in zip(rows, words, strict=True)
    ]


def what_would_go(client: Client) -> Gone:
    """Counted now, so that she knows exactly what an erasure takes."""
    requests = HelpRequest.objects.filter(client=client)
    messages = Message.objects.filter(help_request__in=requests)
    return Gone(
        requests=requests.count(),
        own_messages=messages.filter(from_client=True).count(),
        our_messages=messages.filter(from_client=False).count(),
        notes=Note.objects.filter(help_request__in=requests).count(),
        files=Attachment.objects.filter(help_request__in=requests).count(),
        meetings=Invitation.objects.filter(membership__help_request__in=requests).count(),
        tasks=Task.objects.filter(help_request__in=requests).count(),
        consents=Consent.objects.filter(client=client).count(),
        names=Exclusion.objects.filter(client=client).values("entry").distinct().count(),
    )
