"""Tables of relay: one conversation for one helper and one client, and its messages."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from cases.relay.rules import Purpose
from cases.requests.models import Client, Exclusion
from cases.requests.models.privacy import plain
from cases.requests.permissions import in_standing
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey

PURPOSE_CHOICES = [
    (Purpose.TASK.value, pgettext_lazy("conversation", "your volunteer")),
    (Purpose.MENTORSHIP.value, pgettext_lazy("conversation", "your mentor")),
]


class ConversationQuerySet(GuardedQuerySet):
    """The words in which pages ask for conversations."""

    def live(self) -> Self:
        return self.filter(ended_at=None, closes_on__gte=timezone.localdate())

    def visible_to(self, user: User) -> Self:
        """The helper while it lives and she is vetted for it; operators only what one side has shown them."""
        seen = Q(pk__in=[])
        if user.has_role(Role.VOLUNTEER):
            vetted = in_standing(1, "helper__volunteer_profile__")
            running = Q(ended_at=None, closes_on__gte=timezone.localdate())
            seen |= Q(helper=user) & running & vetted
        if user.has_role(Role.OPERATOR):
            seen |= Q(office_id=user.office_id, shown_at__isnull=False)
        return self.filter(seen).exclude(client__in=Exclusion.objects.clients_kept_from(user))


class Conversation(Guarded):
    """A helper and a client write to each other; sealed to her receipt and to the organisation."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "client", "helper", "office", "purpose", "relay_key", "opened_at", "closes_on"),
        **plain("ended_at", "meets_at", "shown_at", "waits_since"),
        "helper_phone": "sealed",
        "client_phone": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="conversations")
    helper = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12, choices=PURPOSE_CHOICES)
    relay_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    opened_at = models.DateTimeField()
    closes_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)
    meets_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True)  # one side has shown it to the desk
    waits_since = models.DateTimeField(null=True, blank=True)  # her question that nobody answered yet
    helper_phone = SealedField(key="relay_key")
    client_phone = SealedField(key="relay_key")

    objects = ConversationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-opened_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["waits_since"], name="conversation_waits", condition=Q(waits_since__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"conversation {self.id}"

    @property
    def is_live(self) -> bool:
        return self.ended_at is None and self.closes_on >= timezone.localdate()


class RelayMessage(Guarded):
    """One message from one side to the other."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "conversation", "from_client", "sent_at"),
        "body": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="messages")
    from_client = models.BooleanField()
    body = SealedField(key="conversation.relay_key")
    sent_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["sent_at", "id"]

    def __str__(self) -> str:
        return f"relayed {self.id}"
