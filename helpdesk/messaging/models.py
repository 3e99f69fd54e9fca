"""The outbox: a row for each message, written together with what it tells of; who and when, never what."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, Q
from django.utils import timezone

from helpdesk import languages
from helpdesk.accounts.models import Standstill, User
from helpdesk.messaging.rules import MAIL, Kind
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey


class State(models.TextChoices):
    """How far a message is. Dropped: its recipient may not be told any more. Failed: tried too often."""

    QUEUED = "queued"
    SENT = "sent"
    DROPPED = "dropped"
    FAILED = "failed"


class OutgoingMessageQuerySet(models.QuerySet["OutgoingMessage"]):
    def due(self, now: datetime | None = None) -> OutgoingMessageQuerySet:
        """Waiting, and its moment has come; nothing is due while the desk is closed in a panic."""
        rows = self.exclude(Exists(Standstill.objects.going_on()))
        return rows.filter(state=State.QUEUED, not_before__lte=now or timezone.now())


class OutgoingMessage(models.Model):
    """One contentless message to one colleague, or to one client who wished it."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "kind": "plain",
        "channel": "plain",
        "user": "plain",
        "client_id": "plain",
        "address": "sealed",
        "word": "sealed",
        "address_key": "plain",
        "earliest_hour": "personal",
        "latest_hour": "personal",
        "language": "plain",
        "state": "plain",
        "attempts": "plain",
        "not_before": "plain",
        "created_at": "plain",
        "finished_at": "plain",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    channel = models.CharField(max_length=10, default=MAIL, choices=[(MAIL, MAIL)])
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True)
    client_id = models.UUIDField(null=True)
    address_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    address = SealedField(key="address_key")
    word = SealedField(key="address_key")
    earliest_hour = models.PositiveSmallIntegerField(default=0)
    latest_hour = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    objects = OutgoingMessageQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["not_before"], condition=Q(state="queued"), name="outbox_due"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(user=None) ^ Q(client_id=None), name="message_to_colleague_or_client"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def message_id(self) -> str:
        """Stays the same at every attempt, so that a mailbox shows a repeated message once."""
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
        return f"<{self.id}@{domain}>"
