"""Tables of duty: an office's hours, shifts, alarms and who was told of them, hand-overs."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.requests.models import HelpRequest
from cases.requests.models.privacy import plain
from cases.requests.workflow import Status
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey

PLACE_CHOICES = [
    (0, pgettext_lazy("shift", "on duty")),
    (1, pgettext_lazy("shift", "deputy")),
    (2, pgettext_lazy("shift", "second deputy")),
]


class OfficeHours(Guarded):
    """When one office answers, and the number that people ring then; seven days from Monday on."""

    privacy: ClassVar[dict[str, str]] = plain("id", "office", "phone", "days")

    office = models.OneToOneField(Office, on_delete=models.CASCADE, related_name="hours")
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    days = ArrayField(models.CharField(max_length=11, blank=True), size=7, default=list, blank=True)

    objects = GuardedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"hours of {self.office_id}"


class ShiftQuerySet(GuardedQuerySet):
    """The words in which pages ask for shifts."""

    def visible_to(self, user: User) -> Self:
        """The rota of one's own office."""
        return self.filter(office_id=user.office_id or 0)

    def at(self, moment: datetime) -> Self:
        """On now, of people who still work here; the first place first."""
        working = self.filter(user__is_active=True, user__frozen_at=None)
        return working.filter(starts_at__lte=moment, ends_at__gt=moment).order_by("place", "starts_at", "id")


class Shift(Guarded):
    """One person is on call for an office from one moment to another."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "office", "user", "starts_at", "ends_at", "place", "made_by"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="shifts")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField(choices=PLACE_CHOICES, default=0)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = ShiftQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at", "place", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["office", "ends_at"], name="shift_office_end")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_it_starts")
        ]

    def __str__(self) -> str:
        return f"shift {self.id}"


class AlarmQuerySet(GuardedQuerySet):
    """The words in which pages ask for alarms."""

    def visible_to(self, user: User) -> Self:
        """Alarms about requests that she may open."""
        return self.filter(help_request__in=HelpRequest.objects.visible_to(user).values("pk"))

    def waiting(self) -> Self:
        """Nobody has looked yet, and the request is open."""
        return self.filter(acknowledged_at=None).exclude(help_request__status=Status.CLOSED.value)


class Alarm(Guarded):
    """An emergency that somebody has to look at now."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "help_request", "office", "raised_at", "next_at", "acknowledged_at", "acknowledged_by"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="alarms")
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)  # when the next person is told
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["raised_at", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_at"], name="alarm_due", condition=Q(acknowledged_at=None)),
            models.Index(fields=["office"], name="alarm_waiting", condition=Q(acknowledged_at=None)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["help_request"], condition=Q(acknowledged_at=None), name="one_waiting_alarm_each"
            ),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None, acknowledged_by=None)
                | Q(acknowledged_at__isnull=False, acknowledged_by__isnull=False),
                name="alarm_acknowledged_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"alarm {self.id}"


class AlarmTold(Guarded):
    """One colleague was told of one alarm; once in the table, however often she was told."""

    privacy: ClassVar[dict[str, str]] = plain("id", "alarm", "user", "told_at")

    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="told")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    told_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["alarm", "user"], name="told_once_each")
        ]

    def __str__(self) -> str:
        return f"told of {self.alarm_id}"


class ShiftHandOverQuerySet(GuardedQuerySet):
    """The words in which pages ask for hand-overs."""

    def visible_to(self, user: User) -> Self:
        """Those of one's own office, for whoever may be on duty there."""
        if not (user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR)):
            return self.none()
        return self.filter(office_id=user.office_id or 0)

    def open(self) -> Self:
        return self.filter(confirmed_at=None)


class ShiftHandOver(Guarded):
    """What one shift tells the next; the remark is sealed, and the next one says that she has it."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "office", "shift", "given_by", "given_at", "confirmed_by", "confirmed_at"),
        **plain("hand_over_key"),
        "remark": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    shift = models.OneToOneField(Shift, on_delete=models.PROTECT, related_name="hand_over")
    given_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    hand_over_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    remark = SealedField(key="hand_over_key")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = ShiftHandOverQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-given_at"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | (
                    Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=F("given_by"))
                ),
                name="another_person_takes_over",
            )
        ]

    def __str__(self) -> str:
        return f"hand-over {self.id}"
