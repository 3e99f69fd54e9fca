"""Sealing and opening: the only way from what people tell us to ciphertext, and back to text."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import prefetch_related_objects

from helpdesk.accounts.actors import Actor, ByReceipt
from helpdesk.audit.actions import record
from helpdesk.sealing import ciphers, keyring
from helpdesk.sealing.erasing import erase_key as erase_key
from helpdesk.sealing.erasing import erase_keys as erase_keys
from helpdesk.sealing.errors import KeyErased, NoPrivateKey, SealingError, TamperedCiphertext
from helpdesk.sealing.fields import Sealed, SealedField
from helpdesk.sealing.inbox import InboxKey
from helpdesk.sealing.models import DataKey, WrappedKey, recipient_name
from helpdesk.sealing.reasons import Reason
from helpdesk.sealing.rotation import organisation_wrap, unwrap

logger = logging.getLogger("helpdesk.security")
Things = models.Model | Iterable[models.Model]


def new_data_key(
    purpose: str, client_public_key: bytes | None = None, client_id: UUID | None = None
) -> DataKey:
    """A saved data key, wrapped to the organisation and, if given, to the client; usable at once."""
    return new_data_keys([(purpose, client_public_key)], client_id=client_id)[0]


def new_data_keys(
    wishes: Sequence[tuple[str, bytes | None]], *, client_id: UUID | None = None
) -> list[DataKey]:
    """Several keys with the two queries of one: for each its purpose and the client's public key or None."""
    if (client_id is None) != all(public is None for _purpose, public in wishes):
        raise ValueError("A client's public key and id belong together.")
    made: list[DataKey] = []
    wraps: list[WrappedKey] = []
    for purpose, public in wishes:
        data_key = DataKey(purpose=purpose)
        data_key.opened = ciphers.new_key()
        wraps.append(organisation_wrap(data_key, data_key.opened))
        if public is not None and client_id is not None:
            wraps.append(_client_wrap(data_key, data_key.opened, client_id, public))
        made.append(data_key)
    with transaction.atomic(savepoint=False):
        DataKey.objects.bulk_create(made)
        WrappedKey.objects.bulk_create(wraps)
    return made


def seal(thing: models.Model, *, opener: InboxKey | None = None, **plaintexts: str) -> None:
    """Puts sealed values on `thing` without saving it; empty text becomes an empty value.

    Raises NoPrivateKey when neither the key's maker, the organisation nor `opener` is present here.
    """
    for name, text in plaintexts.items():
        if not isinstance(text, str):
            raise TypeError(f"{_sealed_field(thing, name)} seals text, not {type(text).__name__}.")
    seal_bytes(
        thing, opener=opener, **{name: text.encode("utf-8", "replace") for name, text in plaintexts.items()}
    )


def seal_bytes(thing: models.Model, *, opener: InboxKey | None = None, **contents: bytes) -> None:
    """`seal` for what is no text: a part of a file. Parts stay small (a mebibyte), so memory does too."""
    for name, raw in contents.items():
        field = _sealed_field(thing, name)
        if raw == b"":
            setattr(thing, name, Sealed())
            continue
        data_key = _data_key_of(thing, field)
        if data_key.opened is None or data_key.erased_on is not None:
            data_key.opened = _open_keys([data_key], opener=opener)[data_key.pk]
        token = ciphers.seal_raw(
            raw, key=data_key.opened, data_key=data_key.pk, label=field.label, pk=str(thing.pk)
        )
        setattr(thing, name, Sealed(token))


def reveal(
    things: Things, fields: Sequence[str], *, by: Actor, reason: str, subject: models.Model | None = None
) -> list[dict[str, str]]:
    """The texts, for the desk: writes one access entry for `subject` first, then opens. No log, no text.

    Raises NoPrivateKey in the public process, TamperedCiphertext (logged) and KeyErased.
    """
    rows = _as_list(things)
    if subject is None and len(rows) > 1:
        raise ValueError("Name the subject when several things are revealed at once.")
    return reveal_page([(row, fields) for row in rows], by=by, reason=reason, subject=subject)


def reveal_page(
    parts: Sequence[tuple[models.Model, Sequence[str]]],
    *,
    by: Actor,
    reason: str,
    subject: models.Model | None = None,
) -> list[dict[str, str]]:
    """`reveal` for things whose sealed fields differ (a story, its messages, notes): one entry, one look."""
    keyring.private()
    if not parts:
        return []
    names = sorted({f"{row._meta.model_name}.{name}" for row, fields in parts for name in fields})
    record("sealing.reveal", subject or parts[0][0], by=by, fields=names, reason=Reason(reason).value)
    return _open_rows(parts, by=by, opener=None)


def reveal_one(
    thing: models.Model, fields: Sequence[str], *, by: Actor, reason: str, subject: models.Model | None = None
) -> dict[str, str]:
    """`reveal` for one thing."""
    return reveal(thing, fields, by=by, reason=reason, subject=subject)[0]


def reveal_bytes(
    things: Things, field: str, *, by: Actor, reason: str, subject: models.Model | None = None
) -> list[bytes]:
    """`reveal` for one field that holds bytes: the parts of a file, with one entry for `subject`."""
    keyring.private()
    rows = _as_list(things)
    if not rows:
        return []
    name = f"{rows[0]._meta.model_name}.{field}"
    record("sealing.reveal", subject or rows[0], by=by, fields=[name], reason=Reason(reason).value)
    opened = _open_raw_rows([(row, [field]) for row in rows], by=by, opener=None)
    return [found[field] for found in opened]


def open_with(inbox_key: InboxKey, things: Things, fields: Sequence[str]) -> list[dict[str, str]]:
    """A client's own words and the answers to her, opened by her receipt; not logged.

    Raises NoPrivateKey for anything that is not wrapped to her.
    """
    return open_page_with(inbox_key, [(row, fields) for row in _as_list(things)])


def open_page_with(
    inbox_key: InboxKey, parts: Sequence[tuple[models.Model, Sequence[str]]]
) -> list[dict[str, str]]:
    """`open_with` for things whose sealed fields differ: one look at the keys for a whole page."""
    return _open_rows(parts, by=ByReceipt(inbox_key.client_id), opener=inbox_key)


def rewrap_for_client(
    data_key: DataKey | Sequence[DataKey],
    *,
    opener: InboxKey | None = None,
    client_id: UUID,
    public_key: bytes,
) -> None:
    """Lets the holder of `public_key` open these keys, in place of what this client held before."""
    keys = [data_key] if isinstance(data_key, DataKey) else list(data_key)
    opened = _open_keys(keys, opener=opener)
    WrappedKey.objects.bulk_create(
        [_client_wrap(key, opened[key.pk], client_id, public_key) for key in keys],
        update_conflicts=True,
        unique_fields=["data_key", "client_id"],
        update_fields=["wrapped"],
    )


def forget_client(client_id: UUID) -> None:
    """Nothing opens with this client's receipt any more; the organisation goes on reading."""
    WrappedKey.objects.filter(client_id=client_id).delete()


def _open_rows(
    parts: Sequence[tuple[models.Model, Sequence[str]]], *, by: Actor, opener: InboxKey | None
) -> list[dict[str, str]]:
    return [
        {name: raw.decode("utf-8") for name, raw in found.items()}
        for found in _open_raw_rows(parts, by=by, opener=opener)
    ]


def _open_raw_rows(
    parts: Sequence[tuple[models.Model, Sequence[str]]], *, by: Actor, opener: InboxKey | None
) -> list[dict[str, bytes]]:
    """Opens all fields of all rows with one look at the wraps, however many rows and keys there are."""
    plan = [(row, [_sealed_field(row, name) for name in fields]) for row, fields in parts]
    _fetch_keys(plan)
    full = [(row, field) for row, columns in plan for field in columns if getattr(row, field.name)]
    needed = {(key := _data_key_of(row, field)).pk: key for row, field in full}
    try:
        opened = _open_keys(list(needed.values()), opener=opener) if needed else {}
    except TamperedCiphertext as broken:
        _report(broken, parts[0][0], by=by)
        raise
    return [{field.name: _open_one(row, field, opened, by) for field in columns} for row, columns in plan]


def _open_one(row: models.Model, field: SealedField, opened: dict[UUID, bytes], by: Actor) -> bytes:
    value: Sealed = getattr(row, field.name)
    if not value:
        return b""
    data_key = _data_key_of(row, field)
    try:
        return ciphers.open_raw(
            value.ciphertext, key=opened[data_key.pk], data_key=data_key.pk, label=field.label, pk=str(row.pk)
        )
    except TamperedCiphertext as broken:
        _report(broken, row, by=by)
        raise


def _open_keys(data_keys: list[DataKey], *, opener: InboxKey | None) -> dict[UUID, bytes]:
    """The secrets of these keys by id, in one query. Raises KeyErased or NoPrivateKey."""
    for data_key in data_keys:
        if data_key.erased_on is not None:
            raise KeyErased(str(data_key.pk))
    wraps = WrappedKey.objects.filter(data_key__in=[key.pk for key in data_keys])
    opened: dict[UUID, bytes] = {}
    if opener is not None:
        for wrap in wraps.filter(client_id=opener.client_id):
            opened[wrap.data_key_id] = unwrap(wrap, opener.private)
    else:
        private = keyring.private().keys
        for wrap in wraps.filter(kid__in=list(private)):
            opened[wrap.data_key_id] = unwrap(wrap, private[wrap.kid])
    for data_key in data_keys:
        if data_key.pk not in opened:
            raise _why_not(data_key)
    return opened


def _why_not(data_key: DataKey) -> SealingError:
    if WrappedKey.objects.filter(data_key=data_key).exists():
        return NoPrivateKey(f"Nothing here opens the data key {data_key.pk}.")
    return KeyErased(str(data_key.pk))


def _client_wrap(data_key: DataKey, key: bytes, client_id: UUID, public_key: bytes) -> WrappedKey:
    recipient = recipient_name(client_id=client_id)
    wrapped = ciphers.wrap(key, public=public_key, data_key=data_key.pk, recipient=recipient)
    return WrappedKey(data_key=data_key, client_id=client_id, wrapped=wrapped)


def _fetch_keys(plan: list[tuple[models.Model, list[SealedField]]]) -> None:
    """Loads the data keys of all rows together; what the caller already selected is not asked for again."""
    by_model: dict[type[models.Model], tuple[list[models.Model], set[str]]] = {}
    for row, columns in plan:
        rows, paths = by_model.setdefault(type(row), ([], set()))
        rows.append(row)
        paths.update(field.lookup_path for field in columns)
    for rows, paths in by_model.values():
        prefetch_related_objects(rows, *sorted(paths))


def _data_key_of(thing: models.Model, field: SealedField) -> DataKey:
    found: Any = thing
    for step in field.key.split("."):
        found = getattr(found, step, None)
    if not isinstance(found, DataKey):
        raise KeyErased(f"{field.label} {thing.pk} has no data key.")
    return found


def _sealed_field(thing: models.Model, name: str) -> SealedField:
    field = thing._meta.get_field(name)
    if not isinstance(field, SealedField):
        raise TypeError(f"{field} is not a sealed field.")
    return field


def _report(broken: TamperedCiphertext, row: models.Model, *, by: Actor) -> None:
    """Two traces: the access log, and the process log in case the caller's transaction is rolled back."""
    logger.warning("sealing.tampered %s", broken)
    record("sealing.tampered", row, by=by, refused=True)


def _as_list(things: Things) -> list[models.Model]:
    return [things] if isinstance(things, models.Model) else list(things)
