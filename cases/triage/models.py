"""What the desk suggests for a request: words only, the person's own decision stands on the request."""

from __future__ import annotations

import uuid
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from cases.requests.models import HelpRequest
from cases.requests.models.choices import COUNTRY_CHOICES, URGENCY_CHOICES
from cases.requests.models.privacy import plain
from helpdesk.accounts.models import Office, User
from helpdesk.accounts.roles import Role
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
        "nearest",
        "is_new",
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
    )  # {"topic": [concept, ...], "urgency": [rule, ...], "flags": {flag: [rule, ...]}, "articles"}
    articles = models.ManyToManyField(Article, related_name="+", blank=True)
    made_at = models.DateTimeField()
    nearest = models.ForeignKey(  # the open request whose problem, and whose case, this one seems to share
        HelpRequest, on_delete=models.SET_NULL, related_name="+", null=True, blank=True
    )
    is_new = models.BooleanField(null=True, blank=True)  # "none of the known groups: a new problem"

    objects = GuardedQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            GinIndex(fields=["concepts"], name="suggestion_concepts"),
            GinIndex(fields=["stem_marks"], name="suggestion_stems"),
        ]

    def __str__(self) -> str:
        return f"suggestion for {self.help_request_id}"


class Lesson(Guarded):
    """How often people agreed with a rule of flags: counts only, of nobody in particular."""

    privacy: ClassVar[dict[str, str]] = plain("id", "name", "right", "wrong")

    name = models.CharField(max_length=200, unique=True)  # "flag: rule"
    right = models.PositiveIntegerField(default=0)
    wrong = models.PositiveIntegerField(default=0)

    objects = GuardedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class SavedViewQuerySet(GuardedQuerySet):
    """The words in which the queue asks for saved views."""

    def visible_to(self, user: User) -> Self:
        """Her own, and nobody else's."""
        return self.filter(user=user)


class SavedView(Guarded):
    """Filters of the queue that one person uses often, under a name of her own. Never a code or an alias."""

    privacy: ClassVar[dict[str, str]] = {**plain("id", "user", "filters", "made_at"), "name": "personal"}

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=40)
    filters = models.JSONField(default=dict)  # as in the address of the queue
    made_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["made_at", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["user", "name"], name="one_view_of_a_name")
        ]

    def __str__(self) -> str:
        return f"view {self.pk}"


class GroupProposalQuerySet(GuardedQuerySet):
    """The words in which the desk asks for proposed groups."""

    def visible_to(self, user: User) -> Self:
        """Those of her office, for operators and coordinators; a lawyer sees no backlog."""
        sees_backlog = user.has_role(Role.OPERATOR) or user.has_role(Role.COORDINATOR)
        return self.filter(office_id=user.office_id) if sees_backlog else self.none()

    def shown(self) -> Self:
        return self.filter(dismissed_at=None)


class GroupProposal(Guarded):
    """Open requests that seem to share one problem, found by the regular regrouping; a person decides."""

    privacy: ClassVar[dict[str, str]] = plain(
        "id", "office", "country", "traits", "members", "alike", "size", "made_at", "dismissed_at"
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    country = models.CharField(max_length=2, choices=COUNTRY_CHOICES)
    traits = ArrayField(
        models.CharField(max_length=64), default=list, blank=True
    )  # what its label is made of
    members = models.ManyToManyField(HelpRequest, related_name="proposals")
    alike: models.ManyToManyField[GroupProposal, models.Model] = models.ManyToManyField("self", blank=True)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)

    objects = GroupProposalQuerySet.as_manager()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["office", "-size"],
                name="proposals_shown",
                condition=models.Q(dismissed_at=None),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
