"""Who waits for a task that somebody else has, and to whom a task was brought."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.requests.models.privacy import plain
from cases.volunteering.models.choices import OFFER_ANSWER_CHOICES, OFFER_WHY_CHOICES
from cases.volunteering.models.tasks import Task
from cases.volunteering.workflow import OfferAnswer
from helpdesk.accounts.models import User
from helpdesk.audit.guard import Guarded, GuardedQuerySet


class PlaceInLine(Guarded):
    """Somebody would take this task if it were free again; nobody is shown who waits, nor how many."""

    privacy: ClassVar[dict[str, str]] = plain("id", "task", "volunteer", "since")

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="line")
    volunteer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["since", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "volunteer"], name="one_place_in_line_each"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} waits for {self.task_id}"


class Offer(Guarded):
    """A task that was brought to one volunteer; she says yes or no."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "task", "volunteer", "why", "answer", "offered_at", "told_at", "answered_at", "by"
    )

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="offers")
    volunteer = models.ForeignKey(User, on_delete=models.CASCADE, related_name="offers")
    why = models.CharField(max_length=8, choices=OFFER_WHY_CHOICES)
    answer = models.CharField(
        max_length=3, choices=OFFER_ANSWER_CHOICES, default=OfferAnswer.NONE.value, blank=True
    )
    offered_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)  # a message went out; one a day for each person
    answered_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)

    objects = GuardedQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-offered_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["task", "volunteer"], name="one_offer_each"),
        ]

    def __str__(self) -> str:
        return f"offer of {self.task_id}"
