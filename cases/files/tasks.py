"""What the worker for files does, which has no other duty; ids only, and as often as it likes."""

from __future__ import annotations

import logging
import uuid

from celery import shared_task

from cases.files import actions, queries
from cases.files.actions.checking import WORKER
from cases.files.imports import CannotDecode, CannotScan, Decoded, decode, finds_virus
from cases.files.models import Attachment
from cases.files.notifications import CHECK
from cases.files.workflow import Trouble
from helpdesk.sealing.errors import KeyErased, TamperedCiphertext
from helpdesk.sealing.reasons import Reason

MOST_AT_ONCE = 200
logger = logging.getLogger("helpdesk.files")


@shared_task(name=CHECK, acks_late=True, ignore_result=True)
def check(attachment_id: str) -> str:
    """Decides about one file: clean, refused, or later. A worker that dies on the way has decided nothing."""
    attachment = actions.begin_check(attachment_id=uuid.UUID(attachment_id))
    if attachment is None:
        return "nothing to do"
    try:
        content = queries.original(attachment, by=WORKER, reason=Reason.FILES)
    except KeyErased:
        return "erased"
    except TamperedCiphertext:
        actions.refuse(attachment=attachment, trouble=Trouble.GONE)
        return Trouble.GONE.value
    try:
        return _decide(attachment, content)
    except (CannotScan, CannotDecode) as why:
        logger.warning("files.postponed %s", why)
        actions.postpone(attachment=attachment)
        return "later"


def _decide(attachment: Attachment, content: bytes) -> str:
    if finds_virus(content):
        actions.refuse(attachment=attachment, trouble=Trouble.VIRUS)
        return Trouble.VIRUS.value
    found = decode(content)
    if isinstance(found, Decoded):
        actions.keep_clean(attachment=attachment, kind=found.kind, pages=found.pages)
        return "clean"
    actions.refuse(attachment=attachment, trouble=found.trouble)
    return found.trouble.value


@shared_task(name="cases.files.check_waiting")
def check_waiting() -> int:
    """Asks again for files whose worker, broker or virus scanner failed; rings after an hour."""
    actions.sound_alarm()
    rows = Attachment.objects.waiting().order_by("uploaded_at")
    ids = list(rows.values_list("pk", flat=True)[:MOST_AT_ONCE])
    for attachment_id in ids:  # expired when the next sweep asks again
        check.apply_async((str(attachment_id),), expires=60)
    return len(ids)


@shared_task(name="cases.files.sweep")
def sweep() -> int:
    """Deletes files that nobody can open any more, and old refusals."""
    return actions.sweep()
