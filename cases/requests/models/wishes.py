"""What a client decides about her own data: whom she keeps away, and what she agreed to."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import pgettext_lazy

from cases.requests.models.clients import Client, Household
from cases.requests.models.privacy import plain
from cases.requests.workflow import Purpose
from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField

PURPOSE_CHOICES = [
    (Purpose.VOLUNTEER.value, pgettext_lazy("consent", "telling a volunteer what help is needed")),
    (Purpose.INTERPRETER.value, pgettext_lazy("consent", "an interpreter at our talks")),
    (Purpose.PARTNER.value, pgettext_lazy("consent", "passing the request to a partner organisation")),
    (Purpose.EXAMPLE.value, pgettext_lazy("consent", "the story as an example, without name and place")),
]


class ExclusionQuerySet(GuardedQuerySet):
    """The words in which every list asks whom it must not show to somebody."""

    def clients_kept_from(self, user: User) -> QuerySet[Any, Any]:
        """Clients who do not want this user to know of them; meant for `__in`."""
        return self.filter(user=user).values("client")

    def households_kept_from(self, user: User) -> QuerySet[Any, Any]:
        """Households in which anybody keeps this user away."""
        return Household.objects.filter(clients__in=self.clients_kept_from(user)).values("pk")


class Exclusion(Guarded):
    """A name that a client typed: this colleague is to know nothing of her. Nobody of that name: no user.

    Rows of one `entry` were typed at once (two colleagues may have one name). A name that nobody bears is
    kept like any other, so that her own list does not tell who works here.
    """

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "client", "user", "entry", "made_at"),
        "name": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="exclusions")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    entry = models.UUIDField()
    name = SealedField(key="client.mailbox_key")
    made_at = models.DateTimeField()

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "entry", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "client"], name="kept_from", condition=Q(user__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"exclusion {self.id}"


class ConsentQuerySet(GuardedQuerySet):
    """The words in which rooms ask what a client agreed to."""

    def live(self) -> ConsentQuerySet:
        return self.filter(withdrawn_at=None)


class Consent(Guarded):
    """One thing a client agreed to, in the words she was told; withdrawn by one click, never rewritten.

    `partner` and `data_set` are the codes of whom and what it is about, where the purpose needs them.
    """

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "client", "purpose", "partner", "data_set", "language", "given_at", "withdrawn_at"),
        **plain("recorded_by"),
        "wording": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=16, choices=PURPOSE_CHOICES)
    partner = models.CharField(max_length=60, blank=True)
    data_set = models.CharField(max_length=30, blank=True)
    wording = SealedField(key="client.mailbox_key")
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    recorded_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )  # who noted it for her; nobody: she gave it herself

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["given_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["client", "purpose", "partner", "data_set"],
                condition=Q(withdrawn_at=None),
                name="one_live_consent_of_a_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} of {self.client_id}"
