"""What was said and what happened: messages, notes and events of one request."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from cases.requests.models.help_request import HelpRequest
from cases.requests.models.privacy import plain
from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from knowledge.articles.models import Revision


class Message(Guarded):
    """One message in a request's thread; the person's own words or a reply, stored once with its language."""

    privacy: ClassVar[dict[str, str]] = {
        **plain(
            "id",
            "help_request",
            "author",
            "from_client",
            "language",
            "sent_at",
            "revision",
            "read_by_client_at",
        ),
        "body": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    from_client = models.BooleanField(default=False)
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    body = SealedField(key="help_request.inbox_key")
    revision = models.ForeignKey(Revision, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    sent_at = models.DateTimeField()
    read_by_client_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["sent_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["help_request", "sent_at"], name="thread")
        ]

    def __str__(self) -> str:
        return f"message {self.id}"


class Note(Guarded):
    """An internal remark; the client never sees it."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "help_request", "author", "language", "written_at"),
        "body": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    body = SealedField(key="help_request.desk_key")
    written_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["written_at", "id"]

    def __str__(self) -> str:
        return f"note {self.id}"


class Event(Guarded):
    """What happened to a request and when; the client sees the public kinds in plain words."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "help_request", "kind", "from_status", "to_status", "user", "happened_at"
    )

    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(
        max_length=24
    )  # received, read, answered, client_wrote, joined_case, left_case, task_made, ...
    from_status = models.CharField(max_length=16, blank=True)
    to_status = models.CharField(max_length=16, blank=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    happened_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["happened_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["help_request", "happened_at"], name="event_order")
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.help_request_id}"
