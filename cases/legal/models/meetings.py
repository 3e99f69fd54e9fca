"""Consultations with seats, and who is invited to them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.funding.models import Funder
from cases.legal.models.cases import LegalCase, Membership
from cases.legal.models.choices import INVITATION_CHOICES
from cases.legal.workflow import InvitationState
from cases.requests.models.privacy import plain
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.languages import CHOICES as LANGUAGE_CHOICES
from helpdesk.sealing.fields import SealedField


class Consultation(Guarded):
    """A meeting with seats; the database refuses an overbooked one."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "legal_case", "starts_at", "seats", "seats_taken", "made_by", "cancelled_at"),
        **plain("languages", "has_interpreter", "second_of", "changed_at", "minutes", "funder"),
        "place": "sealed",
        "link": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    legal_case = models.ForeignKey(LegalCase, on_delete=models.CASCADE, related_name="consultations")
    starts_at = models.DateTimeField()
    place = SealedField(key="legal_case.case_key")
    link = SealedField(key="legal_case.case_key")
    languages = ArrayField(models.CharField(max_length=2, choices=LANGUAGE_CHOICES), default=list, blank=True)
    has_interpreter = models.BooleanField(default=False)
    seats = models.PositiveSmallIntegerField()
    seats_taken = models.PositiveSmallIntegerField(default=0)  # kept by the trigger on invitations
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)  # when the invited were told of a change
    # Further dates of one meeting point to its first one: a yes to one of them is a no to the others.
    second_of = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="further_dates", null=True, blank=True
    )
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)  # of all staff together
    funder = models.ForeignKey(Funder, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["starts_at"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["starts_at"], name="consultation_ahead", condition=Q(cancelled_at=None)),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(seats_taken__lte=F("seats")), name="seats_never_overbooked"),
        ]

    def __str__(self) -> str:
        return f"consultation {self.id}"

    @property
    def series_id(self) -> uuid.UUID:
        """The first of the dates of which this is one."""
        return self.second_of_id or self.pk


class Invitation(Guarded):
    """One member invited to one consultation; a family takes several seats."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "consultation", "membership", "state", "seats", "invited_at", "replied_at"),
        **plain("needs_interpreter", "place_in_line", "moved_up_at", "reminded_at", "returned_at"),
        "place": "sealed",
        "link": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="invitations")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="invitations")
    state = models.CharField(max_length=10, choices=INVITATION_CHOICES, default=InvitationState.INVITED.value)
    seats = models.PositiveSmallIntegerField(default=1)
    needs_interpreter = models.BooleanField(default=False)  # she asked for one when she said yes
    # The client cannot open the case's key, so her copy of place and link is sealed under her own inbox key.
    place = SealedField(key="membership.help_request.inbox_key")
    link = SealedField(key="membership.help_request.inbox_key")
    invited_at = models.DateTimeField()
    replied_at = models.DateTimeField(null=True, blank=True)
    # The order of the waiting list as a bare number: a moment would tell more of a client than she may give.
    place_in_line = models.PositiveIntegerField(null=True, blank=True)
    moved_up_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)  # to the queue, because she did not come

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["consultation", "membership"], name="invited_once"),
            models.CheckConstraint(condition=Q(seats__range=(1, 12)), name="seats_1_to_12"),
            models.CheckConstraint(
                condition=~Q(state=InvitationState.WAITING.value) | Q(place_in_line__isnull=False),
                name="who_waits_stands_in_line",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.id}"
