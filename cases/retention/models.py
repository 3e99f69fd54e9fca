"""Tables of forgetting: what goes next week, and how the nightly work went."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from cases.closing.models import RULE_CHOICES
from cases.requests.models import HelpRequest
from cases.requests.models.privacy import plain
from cases.retention.rules import HoldReason
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet

HOLD_CHOICES = [
    (HoldReason.COURT.value, pgettext_lazy("why held", "a court or an office needs it")),
    (HoldReason.COMPLAINT.value, pgettext_lazy("why held", "a complaint is not decided")),
    (HoldReason.SHE_ASKED.value, pgettext_lazy("why held", "the person asked for it")),
    (HoldReason.INCIDENT.value, pgettext_lazy("why held", "something leaked, or may have leaked")),
]


class PlannedErasureQuerySet(GuardedQuerySet):
    """The words in which the nightly work and the page ask."""

    def visible_to(self, user: User) -> Self:
        """Those of her office whose request she may know of."""
        known = HelpRequest.objects.known_to(user).filter(office=user.office_id)
        return self.filter(help_request__in=known)

    def due(self, today: date) -> Self:
        """The day has come, and nobody holds it (any more)."""
        free = Q(held_until=None) | Q(held_until__lt=today)
        return self.filter(free, due_on__lte=today)


class PlannedErasure(Guarded):
    """One request that will be erased on its day, unless it opens again or somebody holds it."""

    privacy: ClassVar[dict[str, str]] = plain(
        *("id", "help_request", "rule", "planned_on", "due_on"),
        *("held_until", "hold_reason", "held_by", "held_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.OneToOneField(HelpRequest, on_delete=models.CASCADE, related_name="planned_erasure")
    rule = models.CharField(max_length=12, choices=RULE_CHOICES)
    planned_on = models.DateField()
    due_on = models.DateField()
    held_until = models.DateField(null=True, blank=True)  # the last day on which it stays
    hold_reason = models.CharField(max_length=12, choices=HOLD_CHOICES, blank=True)
    held_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)

    objects = PlannedErasureQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "id"]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["due_on"], name="planned_by_day")]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(held_until=None, held_by=None, hold_reason="")
                | Q(held_until__isnull=False, held_by__isnull=False) & ~Q(hold_reason=""),
                name="a_hold_has_a_reason_and_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"erasure {self.id}"

    def is_held(self, today: date) -> bool:
        return self.held_until is not None and self.held_until >= today


class RetentionRun(Guarded):
    """One run of the nightly work: what it did by rule, or that it failed."""

    privacy: ClassVar[dict[str, str]] = plain("id", "started_at", "finished_at", "counts", "trouble")

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    counts: Any = models.JSONField(default=dict)
    trouble = models.CharField(max_length=80, blank=True)  # the kind of error, never its words

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-started_at"]

    def __str__(self) -> str:
        return f"run of {self.started_at:%Y-%m-%d}"

    @property
    def erased(self) -> int:
        return int(self.counts.get("erased", 0))
