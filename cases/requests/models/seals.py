"""What is sealed off: who closed it to all but named people, and which two people opened it again."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from cases.requests.models.help_request import HelpRequest
from cases.requests.models.privacy import plain
from cases.requests.workflow import WhySealed
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet

WHY_SEALED_CHOICES = [
    (WhySealed.THREATENED.value, pgettext_lazy("why sealed", "somebody threatens her")),
    (WhySealed.KNOWN_HERE.value, pgettext_lazy("why sealed", "people of this house know her")),
    (WhySealed.KNOWN_PERSON.value, pgettext_lazy("why sealed", "many people know her name")),
    (WhySealed.SHE_ASKED.value, pgettext_lazy("why sealed", "she asked for it")),
    (WhySealed.INCIDENT.value, pgettext_lazy("why sealed", "something leaked, or may have leaked")),
]
WHY_OPENED_CHOICES = [
    ("over", pgettext_lazy("why opened", "the danger is over")),
    ("she_asked", pgettext_lazy("why opened", "she asked for it")),
    ("nobody_left", pgettext_lazy("why opened", "nobody who may open it works here any more")),
    ("mistake", pgettext_lazy("why opened", "it was sealed by mistake")),
]
SEAL_FIELDS = ("id", "why", "made_by", "made_at", "asked_by", "asked_at", "ask_why", "opened_by", "opened_at")


class SealBase(Guarded):
    """One sealing. It ends when one person asks and another one agrees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    why = models.CharField(max_length=16, choices=WHY_SEALED_CHOICES)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    ask_why = models.CharField(max_length=16, choices=WHY_OPENED_CHOICES, blank=True)
    opened_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_asked(self) -> bool:
        return self.asked_by_id is not None and self.opened_at is None


def two_people(name: str) -> models.CheckConstraint:
    """A seal is opened by somebody else than who asked for it."""
    return models.CheckConstraint(
        condition=Q(opened_by=None, opened_at=None)
        | Q(opened_by__isnull=False, opened_at__isnull=False, asked_by__isnull=False)
        & ~Q(opened_by=F("asked_by")),
        name=name,
    )


class RequestSeal(SealBase):
    """One request sealed off, and how sensitive it was before."""

    privacy: ClassVar[dict[str, str]] = plain(*SEAL_FIELDS, "help_request", "sensitivity_before", "with_case")

    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="seals")
    sensitivity_before = models.PositiveSmallIntegerField()
    with_case = models.BooleanField(default=False)  # its legal case was sealed, and opens it again

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            two_people("two_people_unseal_a_request"),
            models.UniqueConstraint(
                fields=["help_request"], condition=Q(opened_at=None), name="one_seal_on_a_request"
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.id}"
