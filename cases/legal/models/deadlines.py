"""Days that must not be missed, each counted by a stated rule and confirmed by a lawyer."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from cases.legal.models.cases import Membership
from cases.legal.models.choices import DEADLINE_CHOICES
from cases.requests.models.privacy import plain
from cases.requests.workflow import Status
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet


class DeadlineQuerySet(GuardedQuerySet):
    """The words in which lists and the guard ask for deadlines."""

    def unfinished(self) -> DeadlineQuerySet:
        """Not done, of somebody who still stands in the case; confirmed or waiting for it."""
        return self.filter(done_at=None, membership__left_at=None)

    def running(self) -> DeadlineQuerySet:
        """Of these the confirmed ones: what counts, and what the person reads."""
        return self.unfinished().filter(confirmed_at__isnull=False)

    def carried(self) -> DeadlineQuerySet:
        """Of somebody who has left: the day that her open request carries away as its deadline."""
        left = self.filter(done_at=None, confirmed_at__isnull=False, membership__left_at__isnull=False)
        is_hers = Q(due_on=F("membership__help_request__deadline_on"))
        return left.filter(is_hers).exclude(membership__help_request__status=Status.CLOSED.value)

    def due_by(self, until: date) -> DeadlineQuerySet:
        """The day as confirmed, else as counted, comes by then; or nobody knows it yet."""
        return self.alias(acts_by=Coalesce("due_on", "counted_to")).filter(
            Q(acts_by__lte=until) | Q(acts_by=None)
        )


class Deadline(Guarded):
    """One day by which one member must act. It counts from the moment a lawyer has confirmed it.

    It does not stand still while an office is awaited: the letter's own clock runs on.
    """

    privacy: ClassVar[dict[str, str]] = plain(
        "id",
        "membership",
        "kind",
        "was_told",
        "document_on",
        "rule",
        "counted_to",
        "due_on",
        "made_at",
        "confirmed_by",
        "confirmed_at",
        "done_at",
        "reminded",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="deadlines")
    kind = models.CharField(max_length=32, choices=DEADLINE_CHOICES)
    was_told = models.BooleanField(default=False)  # it came with the request; nobody has seen a letter
    document_on = models.DateField()
    rule = models.CharField(max_length=32, blank=True)  # empty: nothing stated, so the lawyer sets the day
    counted_to = models.DateField(null=True, blank=True)  # what the rule gave, or what was told
    due_on = models.DateField(null=True, blank=True)  # what the lawyer confirmed
    made_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(null=True, blank=True)  # days before, of the last reminder

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["due_on", "counted_to", "made_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(due_on__isnull=False), name="confirmed_means_a_day"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_on"], condition=Q(done_at=None), name="deadlines_running"),
        ]

    @property
    def day(self) -> date | None:
        """As confirmed, else as counted; None while nobody knows it."""
        return self.due_on or self.counted_to

    def __str__(self) -> str:
        return f"{self.kind} of {self.membership_id}"
