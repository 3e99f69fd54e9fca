"""Kinds of legal matters with their checklists."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from cases.legal.models.choices import ACTOR_CHOICES
from cases.requests.models.choices import COUNTRY_CHOICES
from cases.requests.models.privacy import plain
from knowledge.articles.models import Topic


class CaseType(models.Model):  # type: ignore[django-manager-missing]  # modeltranslation swaps managers
    """A kind of legal matter with its checklist; `name` is translated (cases/translation.py)."""

    privacy: ClassVar[dict[str, str]] = plain("id", "slug", "name", "topic", "country", "is_active")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, related_name="case_types")
    country = models.CharField(max_length=2, choices=COUNTRY_CHOICES)
    is_active = models.BooleanField(default=True)

    objects: ClassVar[models.Manager[CaseType]] = models.Manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["country", "slug"]

    def __str__(self) -> str:
        return self.name


class StepTemplate(models.Model):
    """One step of a case type's checklist; `name` and `document` are translated."""

    privacy: ClassVar[dict[str, str]] = {
        **plain("id", "case_type", "slug", "name", "position", "due_in_days"),
        **plain("document", "actor", "is_mandatory", "due_rule"),
    }

    case_type = models.ForeignKey(CaseType, on_delete=models.CASCADE, related_name="steps")
    slug = models.SlugField()
    name = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField()
    due_in_days = models.PositiveSmallIntegerField(null=True, blank=True)  # counted from joining the case
    actor = models.CharField(max_length=8, choices=ACTOR_CHOICES, default="desk")  # who does it
    document = models.CharField(max_length=160, blank=True)  # the paper that it needs or brings
    is_mandatory = models.BooleanField(default=False)  # the case does not close while it is open
    due_rule = models.CharField(max_length=32, blank=True)  # the rule that counts its day (rules/due_days.py)

    objects: ClassVar[models.Manager[StepTemplate]] = models.Manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["case_type", "slug"], name="one_step_slug_each_type"),
        ]

    def __str__(self) -> str:
        return self.name
