"""When somebody is away, and who stands in for her."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from cases.requests.models.privacy import plain
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from helpdesk.audit.guard import Guarded, GuardedQuerySet


class AbsenceQuerySet(GuardedQuerySet):
    """The words in which pages and rules ask for absences."""

    def visible_to(self, user: User) -> Self:
        """One's own, those in which one stands in, and for whoever moves work those of her office."""
        seen = Q(user=user) | Q(deputy=user)
        if user.can(Permission.MOVE_WORK) and user.office_id:
            seen |= Q(user__office_id=user.office_id)
        return self.filter(seen)

    def live(self) -> Self:
        """Not over and not called off."""
        return self.filter(ended_at=None, until_on__gte=timezone.localdate())

    def now(self) -> Self:
        return self.live().filter(from_on__lte=timezone.localdate())


class Absence(Guarded):
    """One person is away from one day to another; a deputy counts once she has said yes."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id",
        "user",
        "from_on",
        "until_on",
        "deputy",
        "accepted_at",
        "made_by",
        "made_at",
        "begun_at",
        "ended_at",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="absences")
    from_on = models.DateField()
    until_on = models.DateField()
    deputy = models.ForeignKey(User, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)  # what cannot wait was handed over
    ended_at = models.DateTimeField(null=True, blank=True)  # she is back, or it was called off

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["from_on", "id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["user", "until_on"], name="absence_running", condition=Q(ended_at=None)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="absence_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(deputy=None) | ~Q(deputy=F("user")), name="nobody_stands_in_for_herself"
            ),
        ]

    def __str__(self) -> str:
        return f"absence {self.id}"

    @property
    def is_now(self) -> bool:
        return self.ended_at is None and self.from_on <= timezone.localdate() <= self.until_on

    @property
    def stands_in(self) -> User | None:
        """The deputy, once she has said yes."""
        return self.deputy if self.accepted_at is not None else None
