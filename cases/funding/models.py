"""Funders, and what each of them was promised."""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.funding.rules import Measure
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.guard import Guarded, GuardedQuerySet

MEASURE_CHOICES = [
    (Measure.REQUESTS.value, pgettext_lazy("measure", "requests received")),
    (Measure.CASES.value, pgettext_lazy("measure", "legal cases opened")),
    (Measure.CONSULTATIONS.value, pgettext_lazy("measure", "consultations held")),
    (Measure.CAME.value, pgettext_lazy("measure", "people helped at consultations")),
    (Measure.TASKS.value, pgettext_lazy("measure", "tasks done by volunteers")),
    (Measure.HOURS.value, pgettext_lazy("measure", "hours of volunteers")),
    (Measure.MENTORSHIPS.value, pgettext_lazy("measure", "mentorships started")),
    (Measure.REFERRALS.value, pgettext_lazy("measure", "referrals to partners")),
]


class FunderQuerySet(GuardedQuerySet):
    """The words in which pages ask for funders."""

    def visible_to(self, user: User) -> Self:
        """Who keeps them or sets their tag: those of her office and those of the whole organisation."""
        if not user.can(Permission.EDIT_FUNDERS, Permission.TAG_FUNDER):
            return self.none()
        return self.filter(Q(office=None) | Q(office_id=user.office_id))

    def running(self, on: date | None = None) -> Self:
        """In use, begun and not yet over on this day."""
        day = on or timezone.localdate()
        return self.filter(is_active=True, starts_on__lte=day, ends_on__gte=day)


class Funder(Guarded):
    """One grant: whose money, for which office (none: the whole organisation), from when until when."""

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(
        ("id", "name", "code", "office", "starts_on", "ends_on", "is_active"), "plain"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=120)
    code = models.SlugField(_("short code"), max_length=24, unique=True)
    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    is_active = models.BooleanField(_("in use"), default=True)

    objects = FunderQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["ends_on", "code"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="grant_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name


class Target(Guarded):
    """What one grant promised, as one number for its whole time."""

    privacy: ClassVar[dict[str, str]] = dict.fromkeys(("id", "funder", "what", "number"), "plain")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    funder = models.ForeignKey(Funder, on_delete=models.CASCADE, related_name="targets")
    what = models.CharField(max_length=16, choices=MEASURE_CHOICES)
    number = models.PositiveIntegerField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["what"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["funder", "what"], name="one_target_of_a_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.number}"
