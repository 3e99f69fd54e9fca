"""The organisation's wraps and their rotation: to a new pair, away from an old one, and whether all open."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Count

from helpdesk.sealing import ciphers, keyring
from helpdesk.sealing.errors import KeyringError, TamperedCiphertext
from helpdesk.sealing.models import DataKey, WrappedKey, recipient_name


def organisation_wrap(data_key: DataKey, key: bytes) -> WrappedKey:
    """An unsaved wrap to the current key of the organisation."""
    ring = keyring.public()
    recipient = recipient_name(kid=ring.current)
    wrapped = ciphers.wrap(key, public=ring.keys[ring.current], data_key=data_key.pk, recipient=recipient)
    return WrappedKey(data_key=data_key, kid=ring.current, wrapped=wrapped)


def unwrap(wrap: WrappedKey, private: bytes) -> bytes:
    """The data key out of one wrap. Raises TamperedCiphertext."""
    return ciphers.unwrap(
        bytes(wrap.wrapped), private=private, data_key=wrap.data_key_id, recipient=wrap.recipient
    )


def wraps_by_kid() -> dict[str, int]:
    """How many data keys each key of the organisation opens."""
    rows = WrappedKey.objects.exclude(kid="").values_list("kid").annotate(number=Count("pk")).order_by("kid")
    return dict(rows)


def rewrap_some(limit: int) -> int:
    """Moves up to `limit` data keys to the current key in one transaction; gives how many. Repeat until 0."""
    current, private = keyring.public().current, keyring.private().keys
    with transaction.atomic():
        stale = list(
            WrappedKey.objects.select_for_update(of=("self",), skip_locked=True)
            .filter(kid__in=[kid for kid in private if kid != current])
            .select_related("data_key")
            .order_by("pk")[:limit]
        )
        opened = {wrap.data_key: unwrap(wrap, private[wrap.kid]) for wrap in stale}
        WrappedKey.objects.bulk_create(
            [organisation_wrap(data_key, key) for data_key, key in opened.items()], ignore_conflicts=True
        )
        WrappedKey.objects.filter(pk__in=[wrap.pk for wrap in stale]).delete()
    return len(stale)


def retire(kid: str) -> None:
    """Forgets a key pair to which nothing is wrapped any more. Raises KeyringError while something is.

    The table is locked meanwhile, so no data key can be wrapped to the pair that is being forgotten.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {WrappedKey._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
        left = WrappedKey.objects.filter(kid=kid).count()
        if left:
            raise KeyringError(f"{left} data keys still need {kid}; run: manage.py keys rewrap")
        keyring.remove_pair(kid)


def unopenable(batch: int = 1000) -> Iterator[tuple[UUID, str]]:
    """Every living data key that the organisation cannot open, with the reason."""
    private = keyring.private().keys
    after = UUID(int=0)
    while keys := list(
        DataKey.objects.filter(pk__gt=after, erased_on=None).prefetch_related("wraps").order_by("pk")[:batch]
    ):
        after = keys[-1].pk
        for data_key in keys:
            reason = _why_closed(data_key, private)
            if reason:
                yield data_key.pk, reason


def _why_closed(data_key: DataKey, private: dict[str, bytes]) -> str:
    wraps = [wrap for wrap in data_key.wraps.all() if wrap.kid]
    if not wraps:
        return "not wrapped to the organisation"
    known = [wrap for wrap in wraps if wrap.kid in private]
    if not known:
        return f"wrapped to {', '.join(wrap.kid for wrap in wraps)}, which is not in the private keyring"
    try:
        secrets = {unwrap(wrap, private[wrap.kid]) for wrap in known}
    except TamperedCiphertext:
        return "the wrap is damaged"
    return "" if len(secrets) == 1 else "the wraps hold different keys"
