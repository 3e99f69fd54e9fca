"""What stays when everything else is erased: one row of statistics for each request."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.requests.models.privacy import plain
from helpdesk.accounts.models import Office
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from knowledge.articles.models import Topic


class StatisticsRow(Guarded):
    """Month, country, topic, outcome and duration band of one erased request; nothing links back to it."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "month", "office", "country", "topic", "channel", "outcome", "days_band"
    )

    month = models.DateField()  # first day of the month in which the request came
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    country = models.CharField(max_length=2)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="+", null=True)
    channel = models.CharField(max_length=12)
    outcome = models.CharField(max_length=16)
    days_band = models.CharField(max_length=8)  # 0-3, 4-14, 15-60, 61+

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["month", "office"], name="statistics_month")
        ]

    def __str__(self) -> str:
        return f"{self.month} {self.outcome}"
