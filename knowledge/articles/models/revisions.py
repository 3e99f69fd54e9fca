"""Revisions: every version of each language of an article."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from helpdesk import languages
from helpdesk.accounts.models import User
from helpdesk.accounts.roles import Permission
from knowledge.articles import rules, workflow
from knowledge.articles.models.articles import Article

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class RevisionState(models.TextChoices):
    DRAFT = workflow.RevisionState.DRAFT.value, pgettext_lazy("status", "draft")
    PUBLISHED = workflow.RevisionState.PUBLISHED.value, pgettext_lazy("status", "published")


class Significance(models.TextChoices):
    TYPO = workflow.Significance.TYPO.value, _("typing mistake, nothing changes")
    CLARIFICATION = workflow.Significance.CLARIFICATION.value, _("clearer wording")
    MATERIAL = workflow.Significance.MATERIAL.value, _("the advice changes")


class RevisionQuerySet(models.QuerySet["Revision"]):
    """What is asked about revisions."""

    def published(self) -> Self:
        return self.filter(state=RevisionState.PUBLISHED)

    def drafts(self) -> Self:
        return self.filter(state=RevisionState.DRAFT)

    def live(self) -> Self:
        """The newest published revision of each language: what readers see, values not yet filled in."""
        return (
            self.published().order_by("article_id", "language", "-number").distinct("article_id", "language")
        )

    def latest_first(self) -> Self:
        return self.order_by("-number")

    def visible_to(self, user: User | AnonymousUser | None) -> Self:
        """Editors see drafts; what was published stays citable by everyone."""
        if isinstance(user, User) and user.can(Permission.EDIT_ARTICLES, Permission.PUBLISH_ARTICLES):
            return self.all()
        return self.published()


class Revision(models.Model):
    """One version of one language of an article. A published one never changes: replies cite it."""

    privacy: ClassVar[dict[str, str]] = {
        "id": "plain",
        "article": "plain",
        "language": "plain",
        "number": "plain",
        "title": "plain",
        "summary": "plain",
        "body": "plain",
        "section_hashes": "plain",
        "made_from": "plain",
        "values": "plain",
        "state": "plain",
        "significance": "plain",
        "author": "plain",
        "proposed_by": "plain",
        "created_at": "plain",
        "published_at": "plain",
    }

    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="revisions")
    language = models.CharField(max_length=2, choices=languages.CHOICES)
    number = models.PositiveIntegerField()
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("summary"), blank=True)
    body = models.TextField(_("text"))
    section_hashes = models.JSONField(default=list, blank=True)
    made_from = models.JSONField(
        default=list, blank=True
    )  # the source's section hashes it was translated from
    values = models.JSONField(default=dict, blank=True)  # what each named value said when this was published
    state = models.CharField(max_length=10, choices=RevisionState.choices, default=RevisionState.DRAFT)
    significance = models.CharField(
        _("what changes"), max_length=14, choices=Significance.choices, default=Significance.CLARIFICATION
    )
    author = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The first of the two people who publish emergency contacts; any later change of the draft clears it.
    proposed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = models.Manager.from_queryset(RevisionQuerySet)()

    class Meta:
        ordering: ClassVar[list[str]] = ["article_id", "language", "-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["article", "language", "number"], name="revision_number_once"),
            models.UniqueConstraint(
                fields=["article", "language"], condition=Q(state="draft"), name="one_draft_for_each_language"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None)
                | Q(state="published", published_at__isnull=False),
                name="published_revisions_are_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {self.language} {self.number}"

    @property
    def as_read(self) -> tuple[str, str, str]:
        """Title, summary and body as readers had them, with the values of that day."""
        return self.title, rules.filled(self.summary, self.values), rules.filled(self.body, self.values)

    @property
    def names(self) -> list[str]:
        """The values this text names."""
        return rules.names_in(f"{self.summary}\n{self.body}")
