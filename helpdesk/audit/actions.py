"""Adding to the access log, the only thing that can be done to it."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection, models, transaction
from django.utils import timezone

from helpdesk.accounts.actors import Actor, ByReceipt, System
from helpdesk.accounts.models import User
from helpdesk.audit.models import AccessEntry
from helpdesk.audit.rules import checked_fields, checked_verb, harmless


def record(
    verb: str,
    thing: models.Model | None,
    *,
    by: Actor,
    fields: Iterable[str] = (),
    reason: str = "",
    refused: bool = False,
) -> AccessEntry:
    """One entry about `thing`, in the caller's transaction: if the entry cannot be written, nothing happens.

    Entries wait for one another until their transactions end: lock rows before, keep what follows short.
    """
    object_type = thing._meta.label_lower if thing is not None else ""
    object_id = str(thing.pk) if thing is not None else ""
    return _append(
        verb,
        object_type,
        object_id,
        by=by,
        fields=sorted(set(fields)),
        reason=reason,
        refused=refused,
    )


def record_refusal(*, view_name: str, object_id: str, by: Actor) -> AccessEntry:
    """One entry about a door that stayed closed: the name of the page and the id, never the address."""
    return _append("refused", view_name[:100], object_id, by=by, fields=[], reason="", refused=True)


def _append(
    verb: str, object_type: str, object_id: str, *, by: Actor, fields: list[str], reason: str, refused: bool
) -> AccessEntry:
    kind, actor_id, roles = _who(by)
    entry = AccessEntry(
        at=timezone.now().replace(second=0, microsecond=0),
        actor_kind=kind,
        actor_id=actor_id,
        roles=roles,
        verb=checked_verb(verb),
        object_type=object_type,
        object_id=object_id,
        fields=checked_fields(fields),
        reason=harmless(reason),
        is_refused=refused,
    )
    with transaction.atomic(savepoint=False):
        entry.previous_hash = _lock_and_read_head()
        entry.hash = entry.computed_hash()
        entry.save()
    return entry


def _lock_and_read_head() -> str:
    """Waits for its turn, then gives the hash of the newest entry (function made by migration 0002)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT audit_chain_head()")
        return str(cursor.fetchone()[0])


def _who(by: Actor) -> tuple[str, str, list[str]]:
    if isinstance(by, ByReceipt):
        return AccessEntry.CLIENT, str(by.client_id), []
    if isinstance(by, System):
        return AccessEntry.SYSTEM, by.job[:64], []
    if isinstance(by, User):
        return AccessEntry.USER, str(by.pk), sorted(role.value for role in by.roles)
    raise TypeError("An entry needs somebody who acts.")
