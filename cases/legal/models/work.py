"""What stands beside the checklist: privileged notes, time spent, and a list that is being imported."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from cases.legal.models.cases import LegalCase, Membership
from cases.legal.models.choices import WORK_CHOICES
from cases.legal.models.meetings import Consultation
from cases.requests.models.privacy import plain
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey


class PrivilegedNote(Guarded):
    """What a lawyer keeps for the lawyers of the case alone; one about a member goes where she goes."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "legal_case", "membership", "author", "written_at"),
        "body": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # from the form: kept once
    legal_case = models.ForeignKey(LegalCase, on_delete=models.CASCADE, related_name="privileged_notes")
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="privileged_notes", null=True, blank=True
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    body = SealedField(key="legal_case.case_key")
    written_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-written_at", "id"]

    def __str__(self) -> str:
        return f"privileged note {self.id}"


class TimeSpent(Guarded):
    """Minutes of one colleague on one day for one case; at most one of a member or a consultation of it."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "legal_case", "membership", "consultation", "on", "minutes", "kind", "by", "made_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)  # from the form: kept once
    legal_case = models.ForeignKey(LegalCase, on_delete=models.CASCADE, related_name="time_spent")
    membership = models.ForeignKey(
        Membership, on_delete=models.SET_NULL, related_name="time_spent", null=True, blank=True
    )
    consultation = models.ForeignKey(
        Consultation, on_delete=models.SET_NULL, related_name="time_spent", null=True, blank=True
    )
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=WORK_CHOICES, default="other")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-on", "-made_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(minutes__range=(1, 24 * 60)), name="minutes_of_one_day"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes} minutes {self.id}"


class MatterUpload(Guarded):
    """A list of open matters between its upload and the yes to it: sealed, its maker's alone, soon gone."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "made_by", "made_at", "upload_key"),
        "rows": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_by = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    upload_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    rows = SealedField(key="upload_key")

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-made_at"]

    def __str__(self) -> str:
        return f"upload {self.id}"
