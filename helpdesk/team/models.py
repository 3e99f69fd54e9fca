"""Tables of letting people in: invitations, resets by two people, sealed secrets of second factors."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from helpdesk.accounts.models import User
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey


class InvitationQuerySet(models.QuerySet["TeamInvitation"]):
    def open(self) -> InvitationQuerySet:
        """Neither used nor too old."""
        return self.filter(used_at=None, expires_at__gt=timezone.now())


class TeamInvitation(models.Model):
    """One chance, for one day, to choose a password; the link's secret is kept only as a hash."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "user": "plain",
        "token_hash": "plain",
        "invited_by": "plain",
        "created_at": "plain",
        "expires_at": "plain",
        "used_at": "plain",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]

    def __str__(self) -> str:
        return f"invitation of {self.user_id}"


class SignInReset(models.Model):
    """A lost factor or a frozen account: one person proposes to let the colleague in anew, another agrees."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "user": "plain",
        "proposed_by": "plain",
        "confirmed_by": "plain",
        "proposed_at": "plain",
        "confirmed_at": "plain",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_in_resets")
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True)
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(confirmed_at=None), name="one_waiting_reset_each"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None)
                | (~Q(confirmed_by=F("proposed_by")) & ~Q(confirmed_by=F("user"))),
                name="two_people_for_a_reset",
            ),
        ]

    def __str__(self) -> str:
        return f"reset of {self.user_id}"


class FactorSecret(models.Model):
    """The secret of an authenticator app or of recovery codes; the authenticator's row holds only this id."""

    privacy: ClassVar[dict[str, str]] = {"id": "plain", "secret_key": "plain", "secret": "sealed"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    secret_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    secret = SealedField(key="secret_key")

    def __str__(self) -> str:
        return f"secret {self.id}"
