"""Answers given with consent, and the steps that a flag asks for once somebody has decided on them."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from cases.requests.models import HelpRequest
from cases.requests.models.privacy import plain
from cases.screening.steps import StepState
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from helpdesk.sealing.fields import SealedField
from helpdesk.sealing.models import DataKey

STATE_CHOICES = [
    (StepState.DONE.value, pgettext_lazy("required step", "done")),
    (StepState.NOT_NEEDED.value, pgettext_lazy("required step", "not needed")),
]


class Screening(Guarded):
    """One person's answers about one request; without her consent there is no row."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "help_request", "screening_key", "asked_by", "answered_at", "raised"),
        "answers": "sealed",
        "consent": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.OneToOneField(HelpRequest, on_delete=models.CASCADE, related_name="screening")
    screening_key = models.ForeignKey(DataKey, on_delete=models.SET_NULL, related_name="+", null=True)
    answers = SealedField(key="screening_key")  # JSON: question -> yes, no
    consent = SealedField(key="screening_key")  # the words she agreed to, in her language
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    answered_at = models.DateTimeField()
    raised = ArrayField(models.CharField(max_length=24), default=list, blank=True)  # flags from here

    objects = GuardedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"screening {self.id}"


class StepDecision(Guarded):
    """What became of one required step: done, or not needed for a reason."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "help_request", "step", "state", "decided_by", "decided_at"),
        "reason": "sealed",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    help_request = models.ForeignKey(HelpRequest, on_delete=models.CASCADE, related_name="step_decisions")
    step = models.CharField(max_length=32)
    state = models.CharField(max_length=12, choices=STATE_CHOICES)
    reason = SealedField(key="help_request.desk_key")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["help_request", "step"], name="one_decision_for_each_step"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in StepState]), name="step_decision_state"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.step} of {self.help_request_id}"
