"""The access log: who touched what, when and why, as a hash chain to which rows are only ever added."""

from __future__ import annotations

import hashlib
import json
from typing import Any, ClassVar, NoReturn, Self

from django.db import models
from django.db.models import Q

from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission

GENESIS = "0" * 64


class AppendOnly(TypeError):
    """Somebody tried to change the access log."""


class AccessEntryQuerySet(models.QuerySet["AccessEntry"]):
    """The words in which the log is read."""

    def visible_to(self, user: User) -> Self:
        """Auditors read everything, everybody else her own entries."""
        if user.can(Permission.READ_ACCESS_LOG):
            return self
        return self.filter(actor_kind=AccessEntry.USER, actor_id=str(user.pk))

    def before(self, pk: int) -> Self:
        """Entries older than this one (keyset pagination)."""
        return self.filter(pk__lt=pk)

    def update(self, **changes: Any) -> NoReturn:
        raise AppendOnly("The access log is never changed.")

    def delete(self) -> NoReturn:
        raise AppendOnly("The access log is never deleted.")


class AccessEntry(models.Model):
    """One act or one read: ids and names only, never a value, never an address, minutes and not seconds."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "at": "plain",
        "actor_kind": "plain",
        "actor_id": "plain",
        "roles": "plain",
        "verb": "plain",
        "object_type": "plain",
        "object_id": "plain",
        "fields": "plain",
        "reason": "plain",
        "is_refused": "plain",
        "previous_hash": "plain",
        "hash": "plain",
    }
    USER, CLIENT, SYSTEM, NOBODY = "user", "client", "system", "nobody"

    at = models.DateTimeField()
    actor_kind = models.CharField(max_length=8)
    actor_id = models.CharField(max_length=64)
    roles = models.JSONField(default=list)
    verb = models.CharField(max_length=64)
    object_type = models.CharField(max_length=100, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    fields = models.JSONField(default=list)
    reason = models.CharField(max_length=200, blank=True)
    is_refused = models.BooleanField(default=False)
    previous_hash = models.CharField(max_length=64, unique=True)  # unique: the chain cannot fork
    hash = models.CharField(max_length=64)

    objects = AccessEntryQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["actor_kind", "actor_id", "-id"], name="entries_of_one_actor"),
            models.Index(fields=["verb", "-id"], name="entries_of_one_verb"),
            models.Index(fields=["object_type", "object_id", "-id"], name="entries_of_one_object"),
            models.Index(fields=["-id"], condition=Q(is_refused=True), name="entries_refused"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_type} {self.object_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("The access log is never changed.")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("The access log is never deleted.")

    def computed_hash(self) -> str:
        """SHA-256 over everything this row says, the hash of the row before included."""
        said = [
            self.previous_hash,
            int(self.at.timestamp()),
            self.actor_kind,
            self.actor_id,
            self.roles,
            self.verb,
            self.object_type,
            self.object_id,
            self.fields,
            self.reason,
            self.is_refused,
        ]
        return hashlib.sha256(json.dumps(said, separators=(",", ":")).encode()).hexdigest()


class LogCheckpoint(models.Model):
    """Where the log begins since its older part was cut off: the last entry that is gone, and its hash.

    An entry `audit.cut` that came after names this hash, so a checkpoint that nobody cut for is found out.
    """

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "last_entry": "plain",
        "hash": "plain",
        "number": "plain",
        "before": "plain",
        "made_at": "plain",
    }

    last_entry = models.BigIntegerField(unique=True)
    hash = models.CharField(max_length=64, unique=True)
    number = models.PositiveBigIntegerField()  # how many entries were cut off with it
    before = models.DateField()  # everything older than this day
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-last_entry"]

    def __str__(self) -> str:
        return f"cut before {self.before}"
