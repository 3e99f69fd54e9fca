"""What the desk suggests for a request: words only, the person's own decision stands on the request."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from cases.requests.models import HelpRequest
from cases.requests.models.choices import URGENCY_CHOICES
from cases.requests.models.privacy import plain
from helpdesk.audit.guard import Guarded, GuardedQuerySet
from knowledge.articles.models import Article, Topic


class Suggestion(Guarded):
    """Computed by a worker after sealing; concepts and keyed stem marks are the only trace of the story."""

    privacy: ClassVar[dict[str, str]] = plain(
        "help_request",
        "topic",
        "urgency",
        "flags",
        "deadline_on",
        "concepts",
        "stem_marks",
        "reasons",
        "articles",
        "made_at",
    )

    help_request = models.OneToOneField(
        HelpRequest, on_delete=models.CASCADE, related_name="suggestion", primary_key=True
    )
    topic = models.ForeignKey(Topic, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    urgency = models.CharField(max_length=10, choices=URGENCY_CHOICES, blank=True)
    flags = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    deadline_on = models.DateField(null=True, blank=True)
    concepts = ArrayField(models.CharField(max_length=64), default=list, blank=True)
    stem_marks = ArrayField(
        models.BigIntegerField(), default=list, blank=True
    )  # keyed hashes of vocabulary stems
    reasons = models.JSONField(
        default=dict, blank=True
    )  # {"topic": [concept, ...], "urgency": [concept, ...]}
    articles = models.ManyToManyField(Article, related_name="+", blank=True)
    made_at = models.DateTimeField()

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["concepts"], name="suggestion_concepts"),
            GinIndex(fields=["stem_marks"], name="suggestion_stems"),
        ]

    def __str__(self) -> str:
        return f"suggestion for {self.help_request_id}"
