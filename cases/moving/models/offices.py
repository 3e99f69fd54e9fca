"""Somebody goes to another office: proposed by one person, agreed by another."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from cases.requests.models.privacy import plain
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import BLIND_ROLES, Permission
from helpdesk.audit.guard import Guarded, GuardedQuerySet


class PersonMoveQuerySet(GuardedQuerySet):
    """The words in which pages ask for people who go to another office."""

    def visible_to(self, user: User) -> Self:
        """Administrators: all. Coordinators: to and from their office. Nobody her own."""
        if not user.can(Permission.EDIT_OFFICES):
            return self.none()
        here = Q(to_office_id=user.office_id or 0) | Q(user__office_id=user.office_id or 0)
        return (self if user.roles & BLIND_ROLES else self.filter(here)).exclude(user=user)

    def waiting(self) -> Self:
        """Proposed, and no second person has said anything."""
        return self.filter(confirmed_at=None, dropped_at=None)


class PersonMove(Guarded):
    """Another office opens other people's stories, so two people agree, as for a role."""

    privacy: ClassVar[dict[str, str]] = plain(
        *(
            "id",
            "user",
            "to_office",
            "proposed_by",
            "proposed_at",
            "confirmed_by",
            "confirmed_at",
            "dropped_at",
        ),
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="office_moves")
    to_office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="+")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = PersonMoveQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["proposed_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(confirmed_at=None, dropped_at=None),
                name="one_waiting_office_move_each",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")),
                name="two_people_for_an_office",
            ),
        ]

    def __str__(self) -> str:
        return f"office of {self.user_id}"
