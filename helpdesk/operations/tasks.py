"""What the worker does for operations: says that it works, and copies the ledger of erasures out."""

from __future__ import annotations

from pathlib import Path

from celery import shared_task
from django.conf import settings

from helpdesk.operations.pulses import QUEUES, tell
from helpdesk.sealing import ledger


@shared_task(name="operations.pulse", ignore_result=True)
def pulse() -> None:
    """Ran: beat, broker and a worker of the usual queue are alive."""
    tell(QUEUES[0])


@shared_task(name="operations.pulse_files", ignore_result=True)
def pulse_files() -> None:
    """Ran: the worker that looks into files is alive."""
    tell(QUEUES[1])


@shared_task(name="operations.copy_ledger", ignore_result=True)
def copy_ledger() -> int:
    """What was erased since the last run, into the file that outlives the database."""
    return ledger.copy_to(Path(settings.ERASURE_LEDGER))
