"""Papers of a checklist: which file of the person answers which step, and what a lawyer says about it."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import pgettext_lazy

from cases.casefile.workflow import PaperState
from cases.files.models import Attachment
from cases.legal.models import MemberStep
from cases.requests.models.privacy import plain
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet

PAPER_CHOICES = [
    (PaperState.BROUGHT.value, pgettext_lazy("paper", "we look at it")),
    (PaperState.ACCEPTED.value, pgettext_lazy("paper", "accepted")),
    (PaperState.UNREADABLE.value, pgettext_lazy("paper", "cannot be read")),
    (PaperState.REDO.value, pgettext_lazy("paper", "must be done again")),
]


class StepPaper(Guarded):
    """One file for one step. The file is hers: when it goes, this goes, and the paper is missing again."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "step", "attachment", "state", "linked_by", "linked_at", "judged_by", "judged_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    step = models.ForeignKey(MemberStep, on_delete=models.CASCADE, related_name="papers")
    attachment = models.ForeignKey(Attachment, on_delete=models.CASCADE, related_name="papers")
    state = models.CharField(max_length=12, choices=PAPER_CHOICES, default=PaperState.BROUGHT.value)
    linked_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )  # nobody: she said it herself
    linked_at = models.DateTimeField()
    judged_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["linked_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["step", "attachment"], name="one_paper_of_a_file_each_step"),
        ]

    def __str__(self) -> str:
        return f"paper {self.id}"
