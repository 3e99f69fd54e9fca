"""Who may open a case by name: until when, for which reason, and who said so each quarter."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.legal.models.cases import LegalCase
from cases.legal.models.choices import GRANT_CHOICES, GRANT_END_CHOICES
from cases.legal.workflow import WhyGranted
from cases.requests.models.privacy import plain
from cases.requests.models.seals import SEAL_FIELDS, SealBase, two_people
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet


class CaseGrantQuerySet(GuardedQuerySet):
    """The words in which pages and permissions ask for grants."""

    def live(self) -> Self:
        """Not ended, and the last day has not gone by."""
        today = timezone.localdate()
        return self.filter(Q(until=None) | Q(until__gte=today), ended_at=None)

    def named(self) -> Self:
        """Given to somebody by name; the others came with being the lawyer of the case."""
        return self.exclude(why=WhyGranted.ASSIGNED.value)

    def assigned(self) -> Self:
        return self.filter(why=WhyGranted.ASSIGNED.value)


class CaseGrant(Guarded):
    """One person's access to one case, confirmed each quarter. The lawyer's own has no last day."""

    privacy: ClassVar[dict[str, str]] = plain(
        *("id", "legal_case", "user", "why", "until", "given_by", "given_at"),
        *("asked_at", "confirmed_by", "confirmed_at", "ended_at", "ended_by", "ended_why"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    legal_case = models.ForeignKey(LegalCase, on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="case_grants")
    why = models.CharField(max_length=16, choices=GRANT_CHOICES)
    until = models.DateField(null=True, blank=True)
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    given_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True, blank=True)  # whether it is still needed
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    ended_why = models.CharField(max_length=16, choices=GRANT_END_CHOICES, blank=True)

    objects = CaseGrantQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["given_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["legal_case", "user"], condition=Q(ended_at=None), name="one_live_grant_to_a_case"
            ),
            models.CheckConstraint(
                condition=Q(why=WhyGranted.ASSIGNED.value, until=None)
                | Q(until__isnull=False) & ~Q(why=WhyGranted.ASSIGNED.value),
                name="named_grants_have_a_last_day",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "until"], condition=Q(ended_at=None), name="case_grants_running"),
        ]

    def __str__(self) -> str:
        return f"grant {self.id}"


class CaseSeal(SealBase):
    """One case sealed off with all its members."""

    privacy: ClassVar[dict[str, str]] = plain(*SEAL_FIELDS, "legal_case")

    legal_case = models.ForeignKey(LegalCase, on_delete=models.CASCADE, related_name="seals")

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            two_people("two_people_unseal_a_case"),
            models.UniqueConstraint(
                fields=["legal_case"], condition=Q(opened_at=None), name="one_seal_on_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"seal {self.id}"
