"""The end of keys: what lay under them is gone for everybody; and which keys nothing lies under any more."""

from __future__ import annotations

from collections.abc import Sequence

from django.apps import apps
from django.db import models, transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils import timezone

from helpdesk.sealing.models import DataKey, WrappedKey


def erase_key(data_key: DataKey) -> None:
    """Deletes every wrap, then the key itself: nothing under it can be read again, by anybody.

    Foreign keys to it become NULL by their own SET_NULL; while a PROTECT one is left, an empty row stays.
    """
    erase_keys([data_key])


@transaction.atomic
def erase_keys(data_keys: Sequence[DataKey]) -> None:
    """`erase_key` for many at the cost of one."""
    for data_key in data_keys:
        data_key.opened, data_key.erased_on = None, timezone.localdate()
    ids = [data_key.pk for data_key in data_keys]
    WrappedKey.objects.filter(data_key__in=ids).delete()
    try:
        with transaction.atomic():
            DataKey.objects.filter(pk__in=ids).delete()
    except (ProtectedError, RestrictedError):
        if len(data_keys) == 1:
            data_keys[0].save(update_fields=["erased_on"])
            return
        for data_key in data_keys:
            erase_keys([data_key])


def orphans() -> models.QuerySet[DataKey]:
    """Keys that no row names: what lay under them was erased without them. There should be none."""
    found = DataKey.objects.filter(erased_on=None)
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is DataKey and model is not WrappedKey:
                named: models.QuerySet[models.Model] = models.QuerySet(model).filter(
                    **{field.name: models.OuterRef("pk")}
                )
                found = found.exclude(models.Exists(named.order_by()))
    return found
