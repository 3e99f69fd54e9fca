"""What the worker decides: clean with all its pages, or refused without its bytes; never between."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.utils import timezone

from cases.files.models import Attachment, FilePart, piece
from cases.files.notifications import tell_administrators
from cases.files.rules import MOST_TRIES
from cases.files.workflow import FileKind, FileState, Part, Trouble
from helpdesk.accounts.actors import System
from helpdesk.audit.actions import record
from helpdesk.audit.guard import action
from helpdesk.sealing.actions import seal_bytes

IN_HAND = timedelta(minutes=4)  # longer than clamd and the decoder together may take
LATER = timedelta(minutes=2)
ALARM_AFTER = timedelta(hours=1)
WORKER = System("cases.files")
logger = logging.getLogger("helpdesk.files")


@action
def begin_check(*, attachment_id: UUID) -> Attachment | None:
    """Takes a waiting file in hand, so that no other worker does; None when there is nothing to do.

    A file that ended its worker three times is refused: nobody learns what it would do the fourth time.
    """
    waiting = Attachment.objects.waiting().select_for_update(skip_locked=True).filter(pk=attachment_id)
    attachment: Attachment | None = waiting.first()
    if attachment is None:
        return None
    if attachment.tries >= MOST_TRIES:
        _refuse(attachment, Trouble.HEAVY)
        return None
    attachment.tries += 1
    attachment.next_try_at = timezone.now() + IN_HAND
    attachment.save(update_fields=["tries", "next_try_at"])
    return _with_keys(attachment)


@action
def keep_clean(*, attachment: Attachment, kind: FileKind, pages: Sequence[bytes]) -> bool:
    """Pages and state in one step; done twice it is done once. False when the file is decided or gone."""
    fresh = _quarantined(attachment)
    if fresh is None:
        return False
    fresh.parts.filter(part=Part.PAGE.value).delete()
    for number, page in enumerate(pages):
        made = piece(fresh, Part.PAGE, number)
        seal_bytes(made, content=page)
        made.save(force_insert=True)
    fresh.state, fresh.kind, fresh.pages = FileState.CLEAN.value, kind.value, len(pages)
    fresh.next_try_at = fresh.stuck_since = None
    fresh.save(update_fields=["state", "kind", "pages", "next_try_at", "stuck_since"])
    record("attachment.clean", fresh, by=WORKER)
    return True


@action
def refuse(*, attachment: Attachment, trouble: Trouble) -> bool:
    """The sealed bytes go at once; what stays is the word why."""
    fresh = _quarantined(attachment)
    if fresh is not None:
        _refuse(fresh, trouble)
    return fresh is not None


@action
def postpone(*, attachment: Attachment) -> None:
    """The way of checking failed, not the file: it stays in quarantine, and this try does not count."""
    fresh = _quarantined(attachment)
    if fresh is None:
        return
    now = timezone.now()
    fresh.tries = max(fresh.tries - 1, 0)
    fresh.next_try_at = now + LATER
    fresh.stuck_since = fresh.stuck_since or now
    fresh.save(update_fields=["tries", "next_try_at", "stuck_since"])


@action
def sound_alarm() -> int:
    """Tells the administrators once about each file that waits for its check for more than an hour."""
    now = timezone.now()
    stuck = Attachment.objects.filter(
        state=FileState.QUARANTINED.value, stuck_since__lte=now - ALARM_AFTER, alarmed_at=None
    )
    count = stuck.update(alarmed_at=now)
    if count:
        logger.error("files.stuck: %d files wait for their check for more than an hour", count)
        tell_administrators()
    return count


def _refuse(attachment: Attachment, trouble: Trouble) -> None:
    FilePart.objects.filter(attachment=attachment).delete()
    attachment.state, attachment.trouble = FileState.REFUSED.value, trouble.value
    attachment.next_try_at = attachment.stuck_since = None
    attachment.save(update_fields=["state", "trouble", "next_try_at", "stuck_since"])
    record("attachment.refuse", attachment, by=WORKER, reason=trouble.value)


def _quarantined(attachment: Attachment) -> Attachment | None:
    rows = Attachment.objects.select_for_update().filter(state=FileState.QUARANTINED.value)
    found: Attachment | None = rows.filter(pk=attachment.pk).first()
    return _with_keys(found) if found else None


def _with_keys(attachment: Attachment) -> Attachment:
    return Attachment.objects.select_related("help_request__inbox_key").get(pk=attachment.pk)
