"""Taking files in: sealed at once, into quarantine; this process can seal them and need not open them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _

from cases.files.models import Attachment, FilePart, piece
from cases.files.notifications import ask_for_check
from cases.files.permissions import can_send
from cases.files.rules import MOST_BYTES, MOST_FILES, parts_of
from cases.files.workflow import Part
from cases.requests.actions import change_status, locked, note_event, this_hour
from cases.requests.models import HelpRequest
from cases.requests.workflow import Status, Turn, status_after_client_wrote
from helpdesk.accounts.actors import ByReceipt
from helpdesk.accounts.errors import NotNow, Refused
from helpdesk.accounts.models import User
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import seal, seal_bytes
from helpdesk.sealing.inbox import InboxKey

AT_ONCE = 2  # pieces of a mebibyte in one statement
LONGEST_NAME = 120


@dataclass(frozen=True)
class Sent:
    """One file as it came: what it calls itself, and its bytes. Neither shows in a traceback."""

    name: str = field(repr=False)
    content: bytes = field(repr=False)


@action
def keep_files(
    *, help_request: HelpRequest, files: Sequence[Sent], by: ByReceipt | User, opener: InboxKey | None = None
) -> list[Attachment]:
    """All of them or none, sealed under the request's inbox key. Raises NotNow when they are too many."""
    if not can_send(by, help_request):
        raise Refused
    fresh = locked(help_request)
    if Attachment.objects.filter(help_request=fresh).count() + len(files) > MOST_FILES:
        raise NotNow(_("A request has room for 10 files. Remove one that is not needed."))
    kept = [_kept(help_request, sent, by=by, opener=opener) for sent in files]
    _tell_the_thread(help_request, fresh, by=by)
    for attachment in kept:
        record("attachment.upload", attachment, by=by, fields=["name", "content"])
        ask_for_check(attachment)
    return kept


def _kept(
    help_request: HelpRequest, sent: Sent, *, by: ByReceipt | User, opener: InboxKey | None
) -> Attachment:
    if not 0 < len(sent.content) <= MOST_BYTES:
        raise NotNow(_("One file is empty or larger than 15 MB."))
    is_hers = isinstance(by, ByReceipt)
    attachment = Attachment(
        help_request=help_request,
        sent_by=None if isinstance(by, ByReceipt) else by,
        uploaded_at=this_hour() if is_hers else timezone.now(),
    )
    seal(attachment, opener=opener, name=sent.name[:LONGEST_NAME])
    attachment.save(force_insert=True)
    parts = parts_of(sent.content)
    for start in range(0, len(parts), AT_ONCE):
        pieces = []
        for number, raw in enumerate(parts[start : start + AT_ONCE], start=start):
            made = piece(attachment, Part.ORIGINAL, number)
            seal_bytes(made, opener=opener, content=raw)
            pieces.append(made)
        FilePart.objects.bulk_create(pieces)
    return attachment


def _tell_the_thread(help_request: HelpRequest, fresh: HelpRequest, *, by: ByReceipt | User) -> None:
    """A file from the person brings an answered or closed request back to us, as her words do."""
    if isinstance(by, User):
        note_event(help_request=fresh, kind="file_added", by=by)
        return
    after = status_after_client_wrote(Status(fresh.status))
    change_status(help_request=help_request, to=after, by=by, kind="file_came", turn=Turn.US)
