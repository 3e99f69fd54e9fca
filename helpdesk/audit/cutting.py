"""Cutting off the oldest months of the log: only by the owner of the table, and the chain still verifies."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from helpdesk.accounts.actors import System
from helpdesk.accounts.errors import Refused
from helpdesk.audit.actions import record
from helpdesk.audit.models import AccessEntry, LogCheckpoint
from helpdesk.audit.queries import last_before, number_before, owns_the_log
from helpdesk.audit.rules import CUT


@transaction.atomic
def cut_before(day: date, *, by: System) -> int:
    """Everything older than this day goes; its last hash stays as a checkpoint that a new entry names.

    Raises Refused for a role that does not own the table: the web processes must not be able to do this.
    """
    last = last_before(day)
    if last is None:
        return 0
    if not owns_the_log():
        raise Refused
    number = number_before(day)
    LogCheckpoint.objects.create(last_entry=last.pk, hash=last.hash, number=number, before=day)
    record(CUT, None, by=by, reason=f"before {day:%Y-%m-%d} {last.hash}")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL helpdesk.owner_flush = 'on'")
        cursor.execute(f"DELETE FROM {AccessEntry._meta.db_table} WHERE id <= %s", [last.pk])  # noqa: S608
        cursor.execute("SET LOCAL helpdesk.owner_flush = 'off'")
    return number
