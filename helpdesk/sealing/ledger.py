"""What was erased, kept to be said again to a backup from before: in a table, and in a file apart.

The table is written in the transaction that erases; a worker copies it into the file, which outlives the
database. Both forget a line when every backup that could know the thing is gone.
"""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from django.utils import timezone

from helpdesk.sealing.models import DataKey, Erasure

DAYS_KEPT = 60  # backups live 30 days; twice that is enough for one that was kept too long


class Erased(NamedTuple):
    """One line of the ledger."""

    kind: str
    thing: UUID
    on: date


def note_erasure(kind: str, thing: UUID) -> None:
    """In the caller's transaction; noting it twice changes nothing."""
    line = Erasure(kind=kind, thing=thing, erased_on=timezone.localdate())
    Erasure.objects.bulk_create([line], ignore_conflicts=True)


def in_table() -> set[Erased]:
    rows = Erasure.objects.values_list("kind", "thing", "erased_on")
    return {Erased(kind, thing, on) for kind, thing, on in rows}


def in_file(path: Path) -> set[Erased]:
    """The lines of a file that may not be there yet. Raises ValueError for a line that is none."""
    if not path.exists():
        return set()
    return parse(path.read_text())


def parse(text: str) -> set[Erased]:
    """Lines as `spell` writes them."""
    lines = (json.loads(line) for line in text.splitlines() if line.strip())
    return {Erased(kind, UUID(thing), date.fromisoformat(on)) for kind, thing, on in lines}


def spell(lines: set[Erased]) -> str:
    ordered = sorted(lines, key=lambda line: (line.on, line.kind, line.thing))
    return "".join(json.dumps([line.kind, str(line.thing), line.on.isoformat()]) + "\n" for line in ordered)


def copy_to(path: Path) -> int:
    """Adds to the file what the table knows, forgets in both what is too old; how many lines are new.

    The file is replaced in one step and never shrinks because a table is empty.
    """
    oldest = timezone.localdate() - timedelta(days=DAYS_KEPT)
    Erasure.objects.filter(erased_on__lt=oldest).delete()
    known = in_file(path)
    merged = {line for line in known | in_table() if line.on >= oldest}
    if merged != known or not path.exists():
        draft = path.with_suffix(f".{os.getpid()}.new")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(spell(merged))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    return len(merged - known)


def living_keys(lines: set[Erased]) -> list[DataKey]:
    """Data keys of the ledger that this database still has."""
    things = [line.thing for line in lines if line.kind == Erasure.KEY]
    return list(DataKey.objects.filter(pk__in=things, erased_on=None))
