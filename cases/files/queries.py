"""Reading files: which there are, and their bytes, which leave only after the access log was written."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from cases.files.models import Attachment, piece
from cases.files.rules import whole_of
from cases.files.workflow import FileState, Part
from cases.requests.models import Client, HelpRequest
from cases.requests.workflow import Status
from helpdesk.accounts.actors import Actor
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Role
from helpdesk.audit.actions import record
from helpdesk.sealing.actions import open_with, reveal_bytes
from helpdesk.sealing.errors import TamperedCiphertext
from helpdesk.sealing.inbox import InboxKey
from helpdesk.sealing.reasons import Reason

logger = logging.getLogger("helpdesk.security")


@dataclass
class OwnFile:
    """One file as the person sees it; without a name where her device may be searched."""

    attachment: Attachment
    name: str

    @property
    def is_waiting(self) -> bool:
        return self.attachment.state == FileState.QUARANTINED.value


def files_of(help_request: HelpRequest) -> list[Attachment]:
    """For the desk: that they are there, what they are and how far; no name."""
    return list(Attachment.objects.filter(help_request=help_request).select_related("sent_by"))


def own_files(client: Client, key: InboxKey) -> list[OwnFile]:
    """All files of hers, newest first; their names are opened with her key, and only on a safe device."""
    rows = list(
        Attachment.objects.filter(
            help_request__client=client,
            help_request__inbox_key__isnull=False,
            help_request__inbox_key__erased_on=None,
        )
        .select_related("help_request__inbox_key", "help_request__topic")
        .order_by("-uploaded_at", "id")
    )
    names = (
        [""] * len(rows)
        if client.device_may_be_searched
        else [words["name"] for words in open_with(key, rows, ["name"])]
    )
    return [OwnFile(row, name) for row, name in zip(rows, names, strict=True)]


def visible_file(user: User, attachment_id: uuid.UUID) -> Attachment | None:
    """The file with what its reading needs, if this user may open the page of its request."""
    rows = Attachment.objects.visible_to(user).filter(pk=attachment_id)
    found: Attachment | None = rows.select_related("help_request__inbox_key", "help_request__client").first()
    return found


def reason_for(user: User, help_request: HelpRequest) -> Reason:
    """Why a preview is opened, known from what the reader does here."""
    if help_request.assigned_to_id == user.pk:
        return Reason.OWN_QUEUE
    if user.has_role(Role.LAWYER):
        return Reason.LEGAL_CASE
    return Reason.TRIAGE if help_request.status == Status.NEW.value else Reason.FILES


def original(attachment: Attachment, *, by: Actor, reason: str) -> bytes:
    """The bytes as they were sent. Raises TamperedCiphertext when a piece was changed, moved or lost."""
    content = whole_of(_pieces(attachment, Part.ORIGINAL, by=by, reason=reason))
    if content is None:
        raise _tampered(attachment, by=by)
    return content


def page(attachment: Attachment, number: int, *, by: Actor, reason: str) -> bytes | None:
    """One page of a clean file as JPEG; None when it has no such page."""
    found = _pieces(attachment, Part.PAGE, by=by, reason=reason, numbers=[number])
    return found[0] if found else None


def pages(attachment: Attachment, *, by: Actor, reason: str) -> list[bytes]:
    """All pages of a clean file."""
    found = _pieces(attachment, Part.PAGE, by=by, reason=reason)
    if len(found) != attachment.pages:
        raise _tampered(attachment, by=by)
    return found


def _pieces(
    attachment: Attachment, part: Part, *, by: Actor, reason: str, numbers: Iterable[int] | None = None
) -> list[bytes]:
    """In order, each at its own place: the id of a piece follows from where it belongs."""
    rows = attachment.parts.filter(part=part.value).order_by("number")
    if numbers is not None:
        rows = rows.filter(number__in=list(numbers))
    found = list(rows)
    for place, row in enumerate(found):
        row.attachment = attachment
        number = place if numbers is None else row.number
        if row.number != number or row.pk != piece(attachment, part, number).pk:
            raise _tampered(attachment, by=by)
    return reveal_bytes(found, "content", by=by, reason=reason, subject=attachment)


def _tampered(attachment: Attachment, *, by: Actor) -> TamperedCiphertext:
    """Two traces, as in sealing: the access log, and the process log in case this is rolled back."""
    logger.warning("sealing.tampered pieces of %s", attachment)
    record("sealing.tampered", attachment, by=by, refused=True)
    return TamperedCiphertext(str(attachment))
