"""The snapshot of a day: made once, read by all, replaced by the next one."""

from __future__ import annotations

import hashlib
from datetime import date, datetime, time

from django.conf import settings
from django.db import connection
from django.utils import timezone

from cases.reports.actions.facts import statements
from cases.reports.models import OutputSum, Snapshot
from cases.reports.queries.outputs import outputs
from cases.reports.rules import month_of
from helpdesk.audit.guard import action

_LOCK = 7_301_002
BATCH = 2_000


@action
def take_snapshot() -> Snapshot | None:
    """Today's figures; None when they were taken already: a second one would show what happened between.

    Requests count when their month is over; what was done counts up to now.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    today, now = timezone.localdate(), timezone.now()
    if Snapshot.objects.filter(day=today).exists():
        return None
    made = Snapshot.objects.create(day=today, made_at=now)
    _fill_cells(made)
    _fill_outputs(made, now)
    Snapshot.objects.filter(is_current=True).update(is_current=False)
    made.is_current = True
    made.save(update_fields=["is_current"])
    Snapshot.objects.exclude(pk=made.pk).delete()
    return made


def _fill_cells(made: Snapshot) -> None:
    month = month_of(made.day)
    until = timezone.make_aware(datetime.combine(month, time.min))
    values: dict[str, str | int | date] = {"snapshot": made.pk, "month": month, "until": until}
    values |= {"zone": settings.TIME_ZONE, "seed": _seed()}
    with connection.cursor() as cursor:
        for statement in statements():
            cursor.execute(statement, values)
        cursor.execute("ANALYZE cases_figurecell")  # its size has just changed


def _fill_outputs(made: Snapshot, now: datetime) -> None:
    rows = (
        OutputSum(
            snapshot=made,
            month=line.month,
            office_id=line.office,
            funder_id=line.funder,
            kind=line.kind,
            detail=line.detail,
            number=number,
        )
        for line, number in outputs(now).items()
        if number
    )
    OutputSum.objects.bulk_create(rows, batch_size=BATCH)


def _seed() -> int:
    digest = hashlib.sha256(f"figures seed {settings.SECRET_KEY}".encode()).digest()
    return int.from_bytes(digest[:7], "big")
