"""Tables of the workload: how many came, were closed and were open, day by day."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.requests.models.choices import COUNTRY_CHOICES
from cases.requests.models.privacy import plain
from helpdesk.accounts.models import Office
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from knowledge.articles.models import Topic


class DayCount(Guarded):
    """One day of one office, country and topic: what came, what was closed, what was open at its end.

    Sealed-off requests are not in it. What is erased later stays counted: only the last days are counted
    again, and there, too, what has gone meanwhile is kept.
    """

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "day", "office", "country", "topic", "arrivals", "closings", "open", "counted_at"
    )

    day = models.DateField()
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2, choices=COUNTRY_CHOICES)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    arrivals = models.PositiveIntegerField(default=0)
    closings = models.PositiveIntegerField(default=0)  # also of what was opened again on a later day
    open = models.PositiveIntegerField(default=0)
    counted_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "day", "country", "topic"],
                name="one_count_each_day",
                nulls_distinct=False,
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [models.Index(fields=["day"], name="day_count_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.office_id} {self.country}"
