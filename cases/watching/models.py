"""Tables of watching: bait requests, alarms about readers, how far the log was read, nightly checks."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from cases.requests.models import HelpRequest
from cases.requests.models.privacy import plain
from cases.watching.rules import AlarmKind
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet

ALARM_CHOICES = [
    (AlarmKind.UNUSUAL.value, pgettext_lazy("reading alarm", "unusual reading")),
    (AlarmKind.STOP.value, pgettext_lazy("reading alarm", "stopped: too much unusual reading")),
    (AlarmKind.CANARY.value, pgettext_lazy("reading alarm", "stopped: opened a bait request")),
]


class Canary(Guarded):
    """A request that nobody has a reason to open; only this table says so."""

    privacy: ClassVar[dict[str, str]] = plain("id", "help_request", "made_on")

    help_request = models.OneToOneField(HelpRequest, on_delete=models.CASCADE, related_name="canary")
    made_on = models.DateField(auto_now_add=True)

    objects = GuardedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"canary {self.pk}"


class ReadingAlarm(Guarded):
    """Somebody read what is unusual; at most one alarm of each kind in a day."""

    privacy: ClassVar[dict[str, str]] = plain("id", "user", "kind", "day", "points", "entry", "raised_at")

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=ALARM_CHOICES)
    day = models.DateField()
    points = models.PositiveIntegerField(default=0)
    entry = models.BigIntegerField()  # the entry of the access log that brought it over the line
    raised_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-raised_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "kind", "day"], name="one_alarm_of_a_kind_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"


class WatchMark(Guarded):
    """Up to which entry of the access log the readers were looked at; one row."""

    privacy: ClassVar[dict[str, str]] = plain("id", "last_entry", "digest_on")

    last_entry = models.BigIntegerField(default=0)
    digest_on = models.DateField(null=True, blank=True)  # the Monday of the last digest

    objects = GuardedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"watched to {self.last_entry}"


class LogCheck(Guarded):
    """One nightly walk along the chain; the head that it noted must still be there the next night."""

    privacy: ClassVar[dict[str, str]] = plain("id", "checked_at", "length", "head", "breaks")

    checked_at = models.DateTimeField()
    length = models.PositiveBigIntegerField()
    head = models.CharField(max_length=64)
    breaks = models.PositiveIntegerField(default=0)  # a cut-off end counts as one

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-checked_at"]

    def __str__(self) -> str:
        return f"{self.breaks} breaks in {self.length}"
