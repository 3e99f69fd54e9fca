"""Tables of keys: a data key stands in the database only wrapped to those who may open it."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q


class DataKey(models.Model):
    """One random 256-bit key; deleting its wraps erases everything sealed under it."""

    privacy: ClassVar[dict[str, str]] = {"id": "plain", "purpose": "plain", "erased_on": "plain"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=32)
    erased_on = models.DateField(null=True, blank=True)

    # The secret itself, only in the process that made or opened this instance; never saved, never pickled.
    opened: bytes | None = None

    def __str__(self) -> str:
        return f"{self.purpose} key {self.pk}"

    def __getstate__(self) -> dict[str, Any]:
        state: dict[str, Any] = super().__getstate__()
        state.pop("opened", None)
        return state


class WrappedKey(models.Model):
    """A data key encrypted to one recipient: a key pair of the organisation (kid) or one client's inbox."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "data_key": "plain",
        "kid": "plain",
        "client_id": "plain",
        "wrapped": "plain",
    }

    data_key = models.ForeignKey(DataKey, on_delete=models.CASCADE, related_name="wraps")
    kid = models.CharField(max_length=32, blank=True, default="")
    client_id = models.UUIDField(null=True, blank=True)
    wrapped = models.BinaryField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["data_key", "kid"], condition=~Q(kid=""), name="one_wrap_for_each_organisation_key"
            ),
            models.UniqueConstraint(fields=["data_key", "client_id"], name="one_wrap_for_each_client"),
            models.CheckConstraint(
                condition=(Q(kid="") & Q(client_id__isnull=False)) | (~Q(kid="") & Q(client_id=None)),
                name="a_wrap_has_one_recipient",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kid"], name="wraps_by_organisation_key")
        ]

    def __str__(self) -> str:
        return f"{self.data_key_id} for {self.recipient}"

    @property
    def recipient(self) -> str:
        """The name that the wrap is cryptographically bound to."""
        return recipient_name(kid=self.kid, client_id=self.client_id)


def recipient_name(*, kid: str = "", client_id: uuid.UUID | None = None) -> str:
    """One spelling for whom a data key is wrapped to."""
    return f"organisation:{kid}" if kid else f"client:{client_id}"


class Erasure(models.Model):
    """That something was erased, so that an older backup can be told: a random id and a day, nothing else.

    Keys are noted by the database itself (migration after_onward), whoever deletes them and by what way.
    """

    KEY, CLIENT = "key", "client"
    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "kind": "plain",
        "thing": "plain",
        "erased_on": "plain",
    }

    kind = models.CharField(max_length=10, choices=[(KEY, KEY), (CLIENT, CLIENT)])
    thing = models.UUIDField()
    erased_on = models.DateField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["thing", "kind"], name="one_erasure_for_each_thing")
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["erased_on"], name="erasures_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"
