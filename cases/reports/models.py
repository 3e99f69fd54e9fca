"""The snapshot: what reports read instead of people. Made once a day, replaced as a whole."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.funding.models import Funder
from cases.requests.models.privacy import plain
from helpdesk.accounts.models import Office
from helpdesk.audit.guard import Guarded, GuardedQuerySet


class Snapshot(Guarded):
    """The figures of one day. Whoever asks twice on one day sees the same, whatever happened in between."""

    privacy: ClassVar[dict[str, str]] = plain("id", "day", "made_at", "is_current")

    day = models.DateField(unique=True)
    made_at = models.DateTimeField()
    is_current = models.BooleanField(default=False)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["is_current"], condition=Q(is_current=True), name="one_current_snapshot"
            )
        ]

    def __str__(self) -> str:
        return str(self.day)


class FigureCell(Guarded):
    """How many requests of one month, office and funder lie in one cell. Read by the gateway only."""

    privacy: ClassVar[dict[str, str]] = plain(
        *("id", "snapshot", "month", "office", "funder", "first", "one", "second", "two", "number", "mark")
    )

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", db_index=False)
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    first = models.CharField(max_length=8)  # what it is cut by; empty: all requests of the month
    one = models.CharField(max_length=40)
    second = models.CharField(max_length=8)  # empty: cut once
    two = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    mark = models.BigIntegerField()  # sum of the marks of those counted: decides how the count is moved

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["snapshot", "second", "first", "office", "month"], name="figure_cell")
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.first} {self.second}"


class OutputSum(Guarded):
    """How much of one kind was done in one month, exactly. It counts work, not who people are."""

    privacy: ClassVar[dict[str, str]] = plain(
        *("id", "snapshot", "month", "office", "funder", "kind", "detail", "number")
    )

    snapshot = models.ForeignKey(Snapshot, on_delete=models.CASCADE, related_name="+", db_index=False)
    month = models.DateField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    kind = models.CharField(max_length=16)
    detail = models.CharField(max_length=24, blank=True)
    number = models.PositiveIntegerField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["snapshot", "kind", "month"], name="output_sum")
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.kind}"
