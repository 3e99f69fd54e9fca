"""The table of an office's alarms: what left its range, since when, who has seen it, and when it was over."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import pgettext_lazy

from cases.alarms.rules.limits import Key, Kind
from cases.funding.models import Funder
from cases.requests.models.privacy import plain
from cases.waiting.models import TopicPause
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from knowledge.articles.models import Topic

KIND_CHOICES = [
    (Kind.WAVE.value, pgettext_lazy("office alarm", "more requests than usual")),
    (Kind.SILENCE.value, pgettext_lazy("office alarm", "hardly any requests")),
    (Kind.BACKLOG.value, pgettext_lazy("office alarm", "people wait for us too long")),
    (Kind.SLOW.value, pgettext_lazy("office alarm", "first answers have become slow")),
    (Kind.MONEY.value, pgettext_lazy("office alarm", "the money of a grant ends")),
]


class OfficeAlarmQuerySet(GuardedQuerySet):
    """The words in which pages ask for alarms."""

    def visible_to(self, user: User) -> Self:
        """Those of her office, for whoever sees its workload."""
        if not user.can(Permission.SEE_WORKLOAD):
            return self.none()
        return self.filter(office_id=user.office_id or 0)

    def open(self) -> Self:
        return self.filter(closed_at=None)

    def for_lines(self) -> Self:
        """With all that a line says, also whether its topic or the one above it rests already."""
        pauses = TopicPause.objects.live().filter(
            Q(topic=OuterRef("topic")) | Q(topic=OuterRef("topic__parent")),
            country=OuterRef("office__country"),
        )
        rows = self.annotate(paused_until=Subquery(pauses.order_by("until_on").values("until_on")[:1]))
        return rows.select_related("funder", "topic", "acknowledged_by")


class OfficeAlarm(Guarded):
    """Something about an office's work is not as usual; it ends by itself when it is usual again."""

    privacy: ClassVar[dict[str, str]] = plain(
        *("id", "office", "kind", "topic", "funder", "seen", "usual", "days"),
        *("opened_at", "acknowledged_at", "acknowledged_by", "closed_at"),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=KIND_CHOICES)
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, related_name="+", null=True, blank=True)
    seen = models.PositiveIntegerField()  # requests, days or hours: what the kind counts
    usual = models.PositiveIntegerField()
    days = models.PositiveSmallIntegerField(default=0)  # counted together
    opened_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = OfficeAlarmQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["opened_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["office", "kind", "topic", "funder"],
                name="one_open_alarm_of_a_kind",
                condition=Q(closed_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="office_alarm_seen_by_somebody",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "-opened_at"], name="office_alarm_newest")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def key(self) -> Key:
        return Key(Kind(self.kind), self.topic_id, self.funder_id)

    @property
    def is_wave(self) -> bool:
        return self.kind == Kind.WAVE.value
